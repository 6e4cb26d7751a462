import { NothingHere } from '#components/ui/nothing-here.tsx';

export default function StorefrontNotFound() {
  return <NothingHere back="/city-nodes" />;
}
