import { NothingHere } from '#components/ui/nothing-here.tsx';

export default function FinanceNotFound() {
  return <NothingHere back="/finance" />;
}
