export default function StorefrontPage() {
  return <h1 className="text-40">…</h1>;
}
