import { Document, Page, StyleSheet, Text, View } from '@react-pdf/renderer';
import type { ReactNode } from 'react';
import { canPrint, pdfFont } from './pdf-font.ts';

/** Everything as it is to be read, in the reader's language: the document only places it. */
export type InvoicePrint = {
  language: string;
  title: string;
  number: string;
  brandName: string;
  brandColour: string;
  seller: { label: string; lines: string[] };
  buyer: { label: string; lines: string[] };
  facts: { label: string; value: string }[];
  columns: { what: string; quantity: string; net: string };
  lines: { what: string; quantity: string; net: string }[];
  totals: { label: string; value: string; strong?: boolean }[];
  note: string;
  footer: string;
  /** Said where a name has signs that the face lacks. */
  unprintable: string;
};

const grey = '#5b6770';
const styles = StyleSheet.create({
  page: {
    padding: 48,
    paddingBottom: 64,
    fontFamily: pdfFont,
    fontSize: 10,
    lineHeight: 1.45,
    color: '#10181d',
  },
  head: { flexDirection: 'row', justifyContent: 'space-between', marginBottom: 28 },
  brand: { fontSize: 13 },
  title: { fontSize: 20, lineHeight: 1.2, marginBottom: 6 },
  quiet: { color: grey },
  columns: { flexDirection: 'row', gap: 24, marginBottom: 20 },
  column: { flex: 1 },
  row: {
    flexDirection: 'row',
    borderBottomWidth: 0.5,
    borderBottomColor: '#d5dbdf',
    paddingVertical: 5,
    gap: 12,
  },
  what: { flex: 1 },
  quantity: { width: 110, textAlign: 'right' },
  net: { width: 100, textAlign: 'right' },
  totals: { alignSelf: 'flex-end', width: 260, marginTop: 12 },
  total: { flexDirection: 'row', justifyContent: 'space-between', paddingVertical: 3 },
  strong: { fontSize: 13, borderTopWidth: 1, borderTopColor: '#10181d', marginTop: 4, paddingTop: 6 },
  footer: { position: 'absolute', left: 48, right: 48, bottom: 32, color: grey, fontSize: 8 },
});

export function InvoicePdf({ print }: { print: InvoicePrint }) {
  const names = [print.brandName, ...print.seller.lines, ...print.buyer.lines].join('\n');
  return (
    <Document title={`${print.title} ${print.number}`} author={print.brandName} language={print.language}>
      <Page size="A4" style={styles.page}>
        <View style={styles.head}>
          <View>
            <Text style={styles.title}>{print.title}</Text>
            <Text style={styles.quiet}>{print.number}</Text>
          </View>
          <Text style={[styles.brand, { color: print.brandColour }]}>{print.brandName}</Text>
        </View>
        <View style={styles.columns}>
          <Party {...print.seller} />
          <Party {...print.buyer} />
          <View style={styles.column}>
            {print.facts.map(({ label, value }) => (
              <View key={label} style={{ marginBottom: 4 }}>
                <Text style={styles.quiet}>{label}</Text>
                <Text>{value}</Text>
              </View>
            ))}
          </View>
        </View>
        <Row quiet what={print.columns.what} quantity={print.columns.quantity} net={print.columns.net} />
        {print.lines.map((line, place) => (
          <Row key={place} {...line} />
        ))}
        <View style={styles.totals}>
          {print.totals.map(({ label, value, strong }) => (
            <View key={label} style={strong ? [styles.total, styles.strong] : styles.total}>
              <Text>{label}</Text>
              <Text>{value}</Text>
            </View>
          ))}
        </View>
        <Text style={[styles.quiet, { marginTop: 24 }]}>{print.note}</Text>
        {!canPrint(names) && <Text style={[styles.quiet, { marginTop: 8 }]}>{print.unprintable}</Text>}
        <Footer>{print.footer}</Footer>
      </Page>
    </Document>
  );
}

function Party({ label, lines }: { label: string; lines: string[] }) {
  return (
    <View style={styles.column}>
      <Text style={styles.quiet}>{label}</Text>
      {lines.map((line, place) => (
        <Text key={place}>{line}</Text>
      ))}
    </View>
  );
}

function Row({
  what,
  quantity,
  net,
  quiet = false,
}: {
  what: string;
  quantity: string;
  net: string;
  quiet?: boolean;
}) {
  const ink = quiet ? styles.quiet : {};
  return (
    <View style={styles.row} wrap={false}>
      <Text style={[styles.what, ink]}>{what}</Text>
      <Text style={[styles.quantity, ink]}>{quantity}</Text>
      <Text style={[styles.net, ink]}>{net}</Text>
    </View>
  );
}

function Footer({ children }: { children: ReactNode }) {
  return (
    <View style={styles.footer} fixed>
      <Text
        render={({ pageNumber, totalPages }) => `${String(children)}  ·  ${pageNumber} / ${totalPages}`}
      />
    </View>
  );
}
