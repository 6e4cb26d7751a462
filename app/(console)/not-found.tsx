import { NothingHere } from '#components/ui/nothing-here.tsx';

export default function ConsoleNotFound() {
  return <NothingHere back="/apps" />;
}
