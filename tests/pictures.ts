/** `npm run pictures`: makes the pictures of the README from the product itself (`tour.ts --pictures`). Invented people only. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const TOUR = fileURLToPath(new URL('tour.ts', import.meta.url));
const done = spawnSync(process.execPath, ['--no-warnings', TOUR, '--pictures'], { stdio: 'inherit' });
process.exit(done.status ?? 1);
