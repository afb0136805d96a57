/** The configurations that the packages show as examples are ones that the programs take, with no invented data in service. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { HostConfigurationSchema } from '../kiosk/host/index.ts';
import { CenterConfigurationSchema, DirectiveContentSchema } from '../server-bridge/center/index.ts';
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

it('servers/initial-directive.example.json is closed until people have opened it', () => {
  const text = readFileSync(join(import.meta.dirname, 'servers/initial-directive.example.json'), 'utf8');
  const { service, municipalities, operators, terms } = v.parse(DirectiveContentSchema, JSON.parse(text));
  expect([service.state, municipalities, operators]).toEqual(['off', [], []]);
  expect(createHash('sha256').update(terms.text.ja, 'utf8').digest('hex')).toBe(terms.digest);
});
