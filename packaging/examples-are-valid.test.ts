/** The configurations that the packages show as examples are ones that the programs take, with no invented data in service. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { HostConfigurationSchema } from '../kiosk/host/index.ts';
import { CenterConfigurationSchema } from '../server-bridge/center/index.ts';
import { VrsConfigurationSchema } from '../server-bridge/vrs/index.ts';

const EXAMPLES = [
  { file: 'terminal/terminal.example.json', schema: HostConfigurationSchema, state: '/var/lib/kofu-terminal' },
  { file: 'servers/center.example.json', schema: CenterConfigurationSchema, state: '/var/lib/kofu-center/' },
  { file: 'servers/vrs.example.json', schema: VrsConfigurationSchema, state: '/var/lib/kofu-vrs/' },
] as const;

it.each(EXAMPLES)('$file', ({ file, schema, state }) => {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  const parsed = v.safeParse(schema, JSON.parse(text));
  expect(parsed.issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`)).toBeUndefined();
  // The only folder its unit may write to.
  expect(text).toContain(state);
  expect(text).not.toMatch(/"syntheticData": true|"kind": "virtual"|PRIVATE/);
});
