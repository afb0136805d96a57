import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { ChangesSchema, PreviewSchema } from '../console-api/changes.ts';
import { type OpenStore, registerPlaces, registerTerminal } from '../store/index.ts';
import { CITY } from '../test-support/bridge-world.ts';
import { freshStore, STORE_ENGINES } from '../test-support/fresh-store.ts';
import type { NewChange } from './change-desk.ts';
import {
  content,
  type DirectiveNodes,
  personOf,
  placeOfTerminal,
  START,
  startDirectiveNodes,
  terminalOf,
} from './test-support/directive-nodes.ts';

const HOUR_MS = 3_600_000;
const drafter = personOf('synthetic.drafter', 'drafter', 'approver');
const approver = personOf('synthetic.approver', 'approver');
const other = personOf('synthetic.other', 'approver', 'drafter');
const tool = { kind: 'tool' } as const;
const city = v.parse(MunicipalityCodeSchema, CITY);
const reason = { ja: '停止中', en: 'stopped' };
const change = (changes: Partial<NewChange> = {}): NewChange => ({
  scope: { kind: 'all' },
  patch: { maxCopies: 3 },
  effectiveAt: null,
  note: '',
  ...changes,
});
const inHours = (hours: number): Date => new Date(START.getTime() + hours * HOUR_MS);

describe.each(STORE_ENGINES)('on %s', (engine) => {
  let store: OpenStore;
  let nodes: DirectiveNodes;
  beforeAll(async () => {
    store = await freshStore(engine);
  });
  beforeEach(async () => {
    nodes = await startDirectiveNodes(store);
  });
  afterEach(() => nodes.close());
  afterAll(() => store.close());

  const draft = async (changes: Partial<NewChange> = {}, actor: Parameters<typeof desk>[1] = drafter, node = 0) =>
    (await desk(node, actor).draft(changes))._unsafeUnwrap().changeId;
  const desk = (node: number, actor: Parameters<ReturnType<typeof nodes.node>['desk']['draft']>[0]) => ({
    draft: (changes: Partial<NewChange>) => nodes.node(node).desk.draft(actor, change(changes)),
  });
  const kept = async (changeId: number) => {
    const rows = await ask(0, 'GET', '/directive/changes');
    return v.parse(ChangesSchema, rows).changes.find((row) => row.changeId === changeId);
  };
  const ask = async (node: number, method: string, path: string, raw: object = {}, actor: object = tool) => {
    const route = nodes.node(node).routes.find((found) => found.method === method && found.path === path);
    if (route === undefined) throw new Error(`no route ${path}`);
    const done = await route.run(actor as typeof tool, { parameters: {}, query: {}, body: undefined, ...raw });
    return done.match(
      (answer) => ('value' in answer ? answer.value : answer.status),
      (problem) => `${problem.kind} ${problem.error}`,
    );
  };
  const obeyed = async (node: number, terminal = terminalOf(1)) => await nodes.node(node).keeper.directiveFor(terminal);

  test('a draft changes nothing; a second person makes it a version, and both nodes serve it', async () => {
    const changeId = await draft();
    await nodes.node(1).poll();
    expect(await obeyed(1)).toMatchObject({ version: 1, maxCopies: 10 });
    expect((await nodes.node(1).desk.approve(approver, changeId)).isOk()).toBe(true);
    for (const node of [0, 1]) expect(await obeyed(node)).toMatchObject({ version: 2, maxCopies: 3 });
    expect(await kept(changeId)).toMatchObject({
      state: 'effective',
      version: 2,
      draftedBy: 'synthetic.drafter',
      decidedBy: 'synthetic.approver',
      fault: null,
    });
    expect(nodes.trail).toEqual([
      `synthetic.drafter directive-drafted change:${changeId} all`,
      `synthetic.approver directive-approved change:${changeId} done`,
      `center directive-effective change:${changeId} version:2`,
    ]);
  });

  test('nobody approves or rejects the own draft, whatever the roles; a tool approves nothing', async () => {
    const changeId = await draft();
    for (const node of [0, 1]) {
      const { desk: at } = nodes.node(node);
      expect((await at.approve(drafter, changeId))._unsafeUnwrapErr()).toEqual({ kind: 'own-draft' });
      expect((await at.reject(drafter, changeId))._unsafeUnwrapErr()).toEqual({ kind: 'own-draft' });
      expect((await at.approve(tool, changeId))._unsafeUnwrapErr()).toEqual({ kind: 'not-a-person' });
      expect((await at.approve({ kind: 'center' }, changeId))._unsafeUnwrapErr()).toEqual({ kind: 'not-a-person' });
    }
    // The table itself refuses it, should anything above it fail.
    await expect(
      nodes.store.database
        .updateTable('directive_changes')
        .set({ state: 'approved', decided_by: 'synthetic.drafter' })
        .execute(),
    ).rejects.toThrow();
    expect(await kept(changeId)).toMatchObject({ state: 'draft' });
  });

  test('approved twice at once at two nodes: one decision, one version', async () => {
    const changeId = await draft();
    const decisions = await Promise.all([
      nodes.node(0).desk.approve(approver, changeId),
      nodes.node(1).desk.approve(other, changeId),
      nodes.node(0).desk.reject(other, changeId),
    ]);
    expect(decisions.filter((decision) => decision.isOk())).toHaveLength(1);
    for (const decision of decisions) if (decision.isErr()) expect(decision.error).toEqual({ kind: 'decided' });
    await Promise.all([nodes.node(0).poll(), nodes.node(1).poll()]);
    const state = (await kept(changeId))?.state;
    expect(state === 'effective' || state === 'rejected').toBe(true);
    expect((await obeyed(0))?.version).toBe(state === 'effective' ? 2 : 1);
  });

  test('an approved change waits for its instant, takes effect once whichever node is first, also after a restart', async () => {
    // It says what holds already: nothing but its own row tells that it has been done.
    const changeId = await draft({ effectiveAt: inHours(2), patch: { maxCopies: 10 } });
    await nodes.node(0).desk.approve(approver, changeId);
    nodes.pass(2 * HOUR_MS - 1);
    await Promise.all([nodes.node(0).poll(), nodes.node(1).poll()]);
    expect(await kept(changeId)).toMatchObject({ state: 'approved', version: null });
    await Promise.all([nodes.node(0).close(), nodes.node(1).close()]);
    nodes.pass(HOUR_MS);
    await Promise.all([nodes.open(), nodes.open(), nodes.node(0).poll(), nodes.node(1).poll()]);
    expect(await kept(changeId)).toMatchObject({ state: 'effective', version: 2 });
    expect((await obeyed(2))?.version).toBe(2);
    expect(nodes.trail.filter((entry) => entry.includes('directive-effective'))).toHaveLength(1);
  });

  test('rejected and withdrawn changes never take effect; an approved one can still be withdrawn', async () => {
    const [rejected, withdrawn, approved] = [await draft(), await draft(), await draft({ effectiveAt: inHours(1) })];
    expect((await nodes.node(0).desk.reject(approver, rejected)).isOk()).toBe(true);
    expect((await nodes.node(0).desk.withdraw(drafter, withdrawn)).isOk()).toBe(true);
    await nodes.node(0).desk.approve(approver, approved);
    expect((await nodes.node(1).desk.withdraw(other, approved)).isOk()).toBe(true);
    nodes.pass(2 * HOUR_MS);
    await nodes.node(1).poll();
    expect((await obeyed(1))?.version).toBe(1);
    for (const changeId of [rejected, withdrawn, approved]) {
      expect((await nodes.node(0).desk.approve(approver, changeId))._unsafeUnwrapErr()).toEqual({ kind: 'decided' });
      expect((await nodes.node(0).desk.withdraw(drafter, changeId))._unsafeUnwrapErr()).toEqual({ kind: 'decided' });
    }
    expect((await nodes.node(0).desk.approve(approver, 999))._unsafeUnwrapErr()).toEqual({ kind: 'no-change' });
  });

  test('a draft fails when what it would replace has moved, and only then', async () => {
    const [copies, hours] = [await draft(), await draft({ patch: { hours: { from: '06:30', to: '23:00' } } })];
    await nodes.node(1).desk.changeDirectly(tool, { maxCopies: 5 });
    expect((await nodes.node(0).desk.approve(approver, copies))._unsafeUnwrapErr()).toEqual({
      kind: 'failed',
      fault: 'base-moved',
    });
    expect(await kept(copies)).toMatchObject({ state: 'failed', fault: 'base-moved', version: null });
    expect((await nodes.node(0).desk.approve(approver, hours)).isOk()).toBe(true);
    expect(await obeyed(0)).toMatchObject({ version: 3, maxCopies: 5, hours: { from: '06:30', to: '23:00' } });
    expect(nodes.trail).toContain(`synthetic.approver directive-approved change:${copies} base-moved`);
    expect(nodes.logLines.join()).toContain('DIRECTIVE_CHANGE_FAILED');
  });

  test('an approved change whose ground moves before its instant fails then', async () => {
    const changeId = await draft({ effectiveAt: inHours(1) });
    await nodes.node(0).desk.approve(approver, changeId);
    await nodes.node(0).desk.changeDirectly(tool, { maxCopies: 5 });
    nodes.pass(HOUR_MS);
    await Promise.all([nodes.node(0).poll(), nodes.node(1).poll()]);
    expect(await kept(changeId)).toMatchObject({ state: 'failed', fault: 'base-moved' });
    expect(await obeyed(1)).toMatchObject({ version: 2, maxCopies: 5 });
    expect(
      nodes.trail.filter((entry) => entry === `center directive-effective change:${changeId} base-moved`),
    ).toHaveLength(1);
  });

  test('two for the same member at the same instant: the second fails, also when both are approved at once', async () => {
    const effectiveAt = inHours(1);
    const ids = [
      await draft({ effectiveAt }),
      await draft({ effectiveAt, patch: { maxCopies: 4 } }),
      await draft({ effectiveAt, patch: { kinds: ['domestic'] } }),
    ];
    const [left, right, apart] = await Promise.all(
      ids.map((changeId, index) => nodes.node(index % 2).desk.approve(approver, changeId)),
    );
    expect(apart?.isOk()).toBe(true);
    const failed = [left, right].filter((decision) => decision?.isErr());
    expect(failed).toHaveLength(1);
    expect(failed[0]?._unsafeUnwrapErr()).toEqual({ kind: 'failed', fault: 'same-time' });
    nodes.pass(HOUR_MS);
    await Promise.all([nodes.node(0).poll(), nodes.node(1).poll()]);
    expect(await obeyed(0)).toMatchObject({ version: 3, kinds: ['domestic'] });
  });

  test('an instant in the past is refused, and one that passes before the approval fails it', async () => {
    expect((await desk(0, drafter).draft({ effectiveAt: START }))._unsafeUnwrapErr()).toEqual({ kind: 'in-past' });
    const changeId = await draft({ effectiveAt: inHours(1) });
    nodes.pass(HOUR_MS + 1);
    expect((await nodes.node(0).desk.approve(approver, changeId))._unsafeUnwrapErr()).toEqual({
      kind: 'failed',
      fault: 'too-late',
    });
  });

  test('what makes no directive is refused at the draft', async () => {
    const terms = { text: { ja: '別', en: 'other' }, digest: '0'.repeat(64) };
    const big = Array.from({ length: 30_000 }, () => 'b'.repeat(100));
    const unknown = { resumeMunicipalities: [city] };
    for (const [patch, scope, fault] of [
      [{ terms }, { kind: 'all' }, 'terms-digest'],
      [{ terms }, { kind: 'chain', chain: 'kakuu-mart' }, 'terms-digest'],
      [{ hours: null }, { kind: 'all' }, 'invalid-directive'],
      [{ allowedBuilds: big }, { kind: 'all' }, 'too-large'],
      [{ allowedBuilds: big }, { kind: 'terminal', terminalId: terminalOf(1) }, 'too-large'],
      [{ terminals: [] }, { kind: 'prefecture', prefecture: '13' }, 'for-all-only'],
      [unknown, { kind: 'store', storeId: 'S-1' }, 'for-all-only'],
      [unknown, { kind: 'all' }, 'not-suspended'],
    ] as const satisfies readonly (readonly [NewChange['patch'], NewChange['scope'], string])[]) {
      expect((await desk(0, drafter).draft({ patch, scope }))._unsafeUnwrapErr(), fault).toEqual({ kind: fault });
    }
    expect(nodes.trail).toEqual([]);
  });

  test('bodies with unknown members, no members or nonsense are malformed', async () => {
    const good = { scope: { kind: 'all' }, patch: { maxCopies: 3 }, effectiveAt: null, note: '' };
    for (const body of [
      { ...good, patch: { ...good.patch, version: 9 } },
      { ...good, patch: { vrsKeySet: 'x' } },
      { ...good, patch: {} },
      { ...good, patch: { v: 1 } },
      { ...good, patch: { maxCopies: 0 } },
      { ...good, patch: { resumeMunicipalities: [] } },
      { ...good, scope: { kind: 'chain' } },
      { ...good, scope: { kind: 'planet' } },
      { ...good, effectiveAt: 'tomorrow' },
      { ...good, note: 'n'.repeat(201) },
      { ...good, state: 'approved' },
      [],
    ]) {
      const raw = { body: Buffer.from(JSON.stringify(body)) };
      expect(await ask(0, 'POST', '/directive/changes', raw, drafter), JSON.stringify(body)).toBe(
        'malformed malformed',
      );
    }
    expect(
      await ask(0, 'POST', '/directive/changes', { body: Buffer.from(JSON.stringify(good)) }, drafter),
    ).toMatchObject({ state: 'draft' });
  });

  test('a change for a scope nobody is in takes effect and concerns nobody, until somebody stands there', async () => {
    await registerPlaces(nodes.store.database, [placeOfTerminal(1), placeOfTerminal(2)], nodes.now());
    const changeId = await draft({ scope: { kind: 'chain', chain: 'yohaku-mart' } });
    await nodes.node(0).desk.approve(approver, changeId);
    expect(await obeyed(1)).toMatchObject({ version: 2, maxCopies: 10 });
    const moved = placeOfTerminal(1, { chain: 'yohaku-mart' });
    await registerPlaces(nodes.store.database, [moved], nodes.now());
    // Version 2 goes on meaning what it meant, until a node sees that a terminal it has met stands elsewhere.
    expect(await obeyed(1)).toMatchObject({ version: 2, maxCopies: 10 });
    await nodes.node(1).poll();
    expect(await obeyed(1)).toMatchObject({ version: 2, maxCopies: 10 });
    await registerTerminal(nodes.store.database, terminalOf(1), nodes.now());
    await nodes.node(0).poll();
    for (const node of [0, 1]) expect(await obeyed(node)).toMatchObject({ version: 3, maxCopies: 3 });
    expect(await obeyed(0, terminalOf(2))).toMatchObject({ version: 3, maxCopies: 10 });
  });

  test('a municipality stops at once in every list, and only two people let it go on', async () => {
    const municipalities = content.municipalities.map((municipality) => ({ ...municipality, takingPart: true }));
    const own = await draft({ scope: { kind: 'terminal', terminalId: terminalOf(1) }, patch: { municipalities } });
    await nodes.node(0).desk.approve(approver, own);
    const stopped = await nodes
      .node(0)
      .desk.suspendMunicipality(personOf('synthetic.operator', 'operator'), city, reason);
    expect(stopped._unsafeUnwrap().directive.version).toBe(3);
    const again = await nodes.node(1).desk.suspendMunicipality(tool, city, reason);
    expect(again._unsafeUnwrap().directive.version).toBe(3);
    const cityOf = async (number: number) =>
      (await obeyed(1, terminalOf(number)))?.municipalities.find(({ code }) => code === city);
    for (const number of [1, 2]) expect(await cityOf(number)).toMatchObject({ takingPart: false, reason });
    // A list that says otherwise, or comes back as it was seen, resumes nothing.
    const seen = (await obeyed(0, terminalOf(2)))?.municipalities ?? [];
    for (const list of [municipalities, seen]) {
      const edit = await draft({ patch: { municipalities: [...list] } });
      await nodes.node(0).desk.approve(approver, edit);
      for (const number of [1, 2]) expect(await cityOf(number)).toMatchObject({ takingPart: false, reason });
    }
    expect(await ask(1, 'GET', '/municipalities/suspended')).toEqual({ suspensions: [{ code: CITY, reason }] });
    const resume = await ask(
      0,
      'POST',
      '/municipalities/:code/resume',
      {
        parameters: { code: CITY },
        body: Buffer.from('{}'),
      },
      drafter,
    );
    const { changeId } = v.parse(v.object({ changeId: v.number() }), resume);
    expect(await cityOf(2)).toMatchObject({ takingPart: false });
    expect((await nodes.node(0).desk.approve(drafter, changeId))._unsafeUnwrapErr()).toEqual({ kind: 'own-draft' });
    expect((await nodes.node(1).desk.approve(approver, changeId)).isOk()).toBe(true);
    for (const number of [1, 2]) {
      expect(await cityOf(number)).toMatchObject({ takingPart: true });
      expect(await cityOf(number)).not.toHaveProperty('reason');
    }
    expect(nodes.trail).toContain(`synthetic.operator municipality-suspended municipality:${CITY} version:3`);
    expect(nodes.trail.at(-1)).toMatch(`center municipality-resumed municipality:${CITY} version:`);
    expect(
      (
        await nodes.node(0).desk.suspendMunicipality(tool, v.parse(MunicipalityCodeSchema, '000000'), reason)
      )._unsafeUnwrapErr(),
    ).toEqual({ kind: 'unknown-municipality' });
  });

  test('a preview shows what one terminal would obey, what differs, and why it cannot be', async () => {
    const preview = async (terminalId: string, changeId?: number) =>
      v.parse(
        PreviewSchema,
        await ask(1, 'GET', '/directive/preview', {
          query: { terminalId, ...(changeId === undefined ? {} : { changeId: String(changeId) }) },
        }),
      );
    const scope = { kind: 'terminal', terminalId: terminalOf(1) } as const;
    const changeId = await draft({ scope, patch: { maxCopies: 2, notice: { ja: '掲示', en: 'notice' } } });
    expect(await preview('KOFU-0001')).toMatchObject({ content: { maxCopies: 10 }, changed: [], fault: null });
    expect(await preview('KOFU-0001', changeId)).toMatchObject({
      content: { maxCopies: 2 },
      changed: ['maxCopies', 'notice'],
      fault: null,
    });
    expect(await preview('KOFU-0002', changeId)).toMatchObject({
      content: { maxCopies: 10 },
      changed: [],
      fault: null,
    });
    const second = await draft({ scope, patch: { maxCopies: 4 } });
    await nodes.node(0).desk.approve(approver, changeId);
    expect(await preview('KOFU-0001', changeId)).toMatchObject({ changed: [], fault: 'effective' });
    expect(await preview('KOFU-0001', second)).toMatchObject({ content: { maxCopies: 2 }, fault: 'base-moved' });
    const removal = await draft({ scope, patch: { notice: null } });
    expect((await preview('KOFU-0001', removal)).content).not.toHaveProperty('notice');
    expect(await ask(0, 'GET', '/directive/preview', { query: { terminalId: 'KOFU-0001', changeId: '99' } })).toBe(
      'not-found no-change',
    );
    for (const query of [{}, { terminalId: 'x' }, { terminalId: 'KOFU-0001', changeId: '0' }]) {
      expect(await ask(0, 'GET', '/directive/preview', { query })).toBe('malformed malformed');
    }
  });

  test('old versions are forgotten, the newest thousand are kept', async () => {
    const { database } = nodes.store;
    const first = await database.selectFrom('directives').selectAll().executeTakeFirstOrThrow();
    const copies = [99, 100, 101, 1_099].map((version) => ({ ...first, version, places_revision: 0 }));
    await database.insertInto('directives').values(copies).execute();
    const changed = await nodes.node(0).desk.changeDirectly(tool, { maxCopies: 2 });
    expect(changed._unsafeUnwrap().directive.version).toBe(1_100);
    const rows = await database.selectFrom('directives').select('version').orderBy('version').execute();
    expect(rows.map(({ version }) => Number(version))).toEqual([101, 1_099, 1_100]);
    expect(await obeyed(1)).toMatchObject({ version: 1_100, maxCopies: 2 });
  });

  test('the list of changes is bounded by what it weighs and can be asked on', async () => {
    const heavy = Array.from({ length: 20_000 }, () => 'b'.repeat(100));
    const ids: number[] = [];
    for (let made = 0; made < 5; made += 1) ids.push(await draft({ patch: { allowedBuilds: heavy } }));
    const first = v.parse(ChangesSchema, await ask(0, 'GET', '/directive/changes')).changes;
    expect(first.map(({ changeId }) => changeId)).toEqual(ids.toReversed().slice(0, 3));
    const before = String(first.at(-1)?.changeId);
    const rest = v.parse(ChangesSchema, await ask(0, 'GET', '/directive/changes', { query: { before } })).changes;
    expect(rest.map(({ changeId }) => changeId)).toEqual(ids.toReversed().slice(3));
  });
});
