import { NothingHere } from '#components/ui/nothing-here.tsx';

export default function OperatorNotFound() {
  return <NothingHere back="/operator" />;
}
