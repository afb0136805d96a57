/** Fault: a tool that sent a list from before a municipality was suspended let it take part again, without a second person (K8). */
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import type { OpenStore } from '../store/index.ts';
import { CITY } from '../test-support/bridge-world.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import {
  content,
  type DirectiveNodes,
  personOf,
  startDirectiveNodes,
  terminalOf,
} from './test-support/directive-nodes.ts';

const tool = { kind: 'tool' } as const;
const city = v.parse(MunicipalityCodeSchema, CITY);
const reason = { ja: '停止中', en: 'stopped' };
let store: OpenStore;
let nodes: DirectiveNodes;

beforeAll(async () => {
  store = await freshStore('pglite');
  nodes = await startDirectiveNodes(store, 1);
});
afterAll(async () => {
  await nodes.close();
  await store.close();
});

const shown = async () =>
  (await nodes.node(0).keeper.directiveFor(terminalOf(1)))?.municipalities.find(({ code }) => code === city);

test('a list that says a suspended municipality takes part changes nothing; what names it does', async () => {
  const { desk } = nodes.node(0);
  await desk.suspendMunicipality(personOf('synthetic.operator', 'operator'), city, reason);
  const municipalities = content.municipalities.map((municipality) => ({ ...municipality, takingPart: true }));
  expect((await desk.changeDirectly(tool, { municipalities })).isOk()).toBe(true);
  expect(await shown()).toMatchObject({ takingPart: false, reason });
  expect(nodes.trail.filter((line) => line.includes('municipality-resumed'))).toEqual([]);

  expect((await desk.changeDirectly(tool, { resumeMunicipalities: [city] })).isOk()).toBe(true);
  expect(await shown()).toMatchObject({ takingPart: true });
  expect(nodes.trail.at(-1)).toMatch(`tool municipality-resumed municipality:${CITY} version:`);
  expect((await desk.changeDirectly(tool, { resumeMunicipalities: [city] }))._unsafeUnwrapErr()).toEqual({
    kind: 'not-suspended',
  });
});

test('a municipality that stands twice in one list is refused, whoever brings it', async () => {
  const { desk } = nodes.node(0);
  const [first] = content.municipalities;
  if (first === undefined) throw new Error('no municipality');
  const twice = [first, { ...first, takingPart: !first.takingPart }];
  expect((await desk.changeDirectly(tool, { municipalities: twice }))._unsafeUnwrapErr()).toEqual({
    kind: 'invalid-directive',
  });
  for (const scope of [{ kind: 'all' }, { kind: 'terminal', terminalId: terminalOf(1) }] as const) {
    const drafted = await desk.draft(tool, { scope, patch: { municipalities: twice }, effectiveAt: null, note: '' });
    expect(drafted._unsafeUnwrapErr()).toEqual({ kind: 'invalid-directive' });
  }
});
