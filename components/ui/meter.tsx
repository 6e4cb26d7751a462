/** How much of a whole is taken, as a thin bar under its words. Over 90 % is drawn in the warning colour; the words say the figures. */
export function Meter({
  used,
  total,
  label,
  text,
}: {
  used: number;
  total: number;
  label: string;
  text: string;
}) {
  const share = total > 0 ? Math.min(1, Math.max(0, used / total)) : 0;
  return (
    <div className="min-w-0">
      <div className="flex justify-between gap-3 text-13">
        <span className="text-quiet">{label}</span>
        <span className="figures">{text}</span>
      </div>
      <div className="mt-1 h-1 overflow-hidden rounded-full bg-line">
        <div
          className={`h-full ${share > 0.9 ? 'bg-warn' : 'bg-brand'}`}
          style={{ width: `${(share * 100).toFixed(1)}%` }}
        />
      </div>
    </div>
  );
}
