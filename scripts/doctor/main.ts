import { homeFolder, root } from '#scripts/home.ts';
import { isIll, printFindings } from './finding.ts';
import { findInstallation } from './installation.ts';
import { lookAtMachine } from './machine.ts';
import { lookAtPortal } from './portal.ts';

// Says what is wrong with this installation and how to mend it; changes nothing. Exit code 1 when something is wrong.
const installation = findInstallation(homeFolder(), process.env);
const findings = [...(await lookAtMachine(root, installation)), ...(await lookAtPortal(root, installation))];
console.log(printFindings(findings));
const ill = isIll(findings);
console.log(ill ? '\nSomething is wrong; the arrows say how to mend it.' : '\nNothing is wrong.');
process.exitCode = ill ? 1 : 0;
