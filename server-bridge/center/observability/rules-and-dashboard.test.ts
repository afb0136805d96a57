import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { Registry } from 'prom-client';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SEVERITIES } from '../console-api/alarms.ts';
import type { CenterTables } from '../store/tables.ts';
import { createFleetGauges } from './fleet-gauges.ts';
import { createProcessGauges } from './process-gauges.ts';
import { createPrometheusMetrics } from './prometheus-metrics.ts';

const OPERATING = join(import.meta.dirname, '../../../docs/operating');
const LIMIT_MS = 60_000;
const read = (name: string) => readFile(join(OPERATING, name), 'utf8');

/** How a tool ended and what it said. */
const run = (command: string, ...words: string[]): Promise<{ code: number | string | null; said: string }> =>
  new Promise((resolve) => {
    execFile(command, words, { timeout: LIMIT_MS, cwd: OPERATING }, (error, out, errors) =>
      resolve({ code: error === null ? 0 : (error.code ?? null), said: `${out}${errors}` }),
    );
  });

type Alert = { readonly name: string; readonly text: string };

const alertsOf = (rules: string): Alert[] =>
  rules
    .split(/^ {6}- (?=alert: )/m)
    .slice(1)
    .map((text) => ({ name: /^alert: (\w+)/.exec(text)?.[1] ?? '', text }));

const PanelSchema = v.object({
  id: v.number(),
  type: v.picklist(['row', 'timeseries', 'stat']),
  title: v.pipe(v.string(), v.minLength(1)),
  gridPos: v.object({ x: v.number(), y: v.number(), w: v.number(), h: v.number() }),
  fieldConfig: v.optional(v.object({ defaults: v.object({ unit: v.pipe(v.string(), v.minLength(1)) }) })),
  targets: v.optional(
    v.array(
      v.object({
        expr: v.string(),
        refId: v.string(),
        datasource: v.object({ uid: v.pipe(v.string(), v.regex(/^\$\{datasource\}$/)) }),
      }),
    ),
    [],
  ),
});
const DashboardSchema = v.object({
  title: v.string(),
  uid: v.string(),
  schemaVersion: v.number(),
  templating: v.object({ list: v.array(v.object({ name: v.string(), type: v.string() })) }),
  panels: v.array(PanelSchema),
});

let exported: ReadonlySet<string>;
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'kofu-rules-'));
  const registry = new Registry();
  // Only what the gauges are called is asked here.
  const database = new Kysely<CenterTables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (unopened) => new PostgresIntrospector(unopened),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  createPrometheusMetrics(registry);
  createFleetGauges(registry, { database, lostMs: 1, now: () => new Date() });
  createProcessGauges(registry, { connected: () => 0, dropped: () => 0 }).stop();
  exported = new Set(registry.getMetricsAsArray().map(({ name }) => name));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Names of metrics in an expression that no center exports. `up` is Prometheus's own, `kofu:…` a rule's. */
const unknownNames = (expression: string): string[] =>
  [...expression.matchAll(/(?<![\w:])(?:kofu|process)_[a-z_]+(?![\w:]*:)/g)]
    .map(([name]) => name)
    .filter((name) => !exported.has(name) && !exported.has(name.replace(/_(?:bucket|count|sum)$/, '')));

describe('alert rules', () => {
  test('promtool takes them, and each fires when and only when it should', async () => {
    expect(await run('promtool', 'check', 'rules', 'prometheus-rules.yml')).toMatchObject({ code: 0 });
    expect(await run('promtool', 'test', 'rules', 'prometheus-rules.test.yml')).toMatchObject({ code: 0 });
    expect(await run('promtool', 'check', 'config', 'prometheus.yml')).toMatchObject({ code: 0 });
  });

  test('promtool would say if one did not', async () => {
    const rules = await read('prometheus-rules.yml');
    await writeFile(join(scratch, 'prometheus-rules.test.yml'), await read('prometheus-rules.test.yml'));
    await writeFile(join(scratch, 'prometheus-rules.yml'), rules.replace('> 0.05', '> 0.5'));
    const tested = await run('promtool', 'test', 'rules', join(scratch, 'prometheus-rules.test.yml'));
    expect(tested.code).toBe(1);
    expect(tested.said).toContain('KofuTerminalsOffline');
    await writeFile(join(scratch, 'prometheus-rules.yml'), rules.replace('> 0.05', '> > 0.05'));
    expect((await run('promtool', 'check', 'rules', join(scratch, 'prometheus-rules.yml'))).code).not.toBe(0);
  });

  test('each has its test, a time, a severity and a section of the runbook', async () => {
    const [rules, tests, runbook] = await Promise.all([
      read('prometheus-rules.yml'),
      read('prometheus-rules.test.yml'),
      read('runbook.md'),
    ]);
    const alerts = alertsOf(rules);
    expect(alerts.length).toBeGreaterThan(15);
    const sections = new Set([...runbook.matchAll(/^## (\w+)$/gm)].map(([, name]) => name));
    expect(sections).toEqual(new Set(alerts.map(({ name }) => name)));
    for (const { name, text } of alerts) {
      expect(text).toMatch(/^ {8}for: [0-9]+[mh]$/m);
      expect(SEVERITIES.map((word) => `severity: ${word}`).some((line) => text.includes(line))).toBe(true);
      expect(text).toContain(`runbook: docs/operating/runbook.md#${name.toLowerCase()}\n`);
      // One that fires, and one that does not in a fleet that is well.
      expect(tests.split(`alertname: ${name}\n`).length).toBeGreaterThanOrEqual(3);
    }
  });

  test('every metric they name is one a center exports', async () => {
    expect(unknownNames('kofu_no_such_thing + kofu_relay_seconds_bucket')).toEqual(['kofu_no_such_thing']);
    expect(unknownNames(await read('prometheus-rules.yml'))).toEqual([]);
  });
});

describe('the dashboard', () => {
  test('is one that Grafana can show: panels with names, units and places that do not overlap', async () => {
    const { panels, templating } = v.parse(DashboardSchema, JSON.parse(await read('grafana-dashboard.json')));
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'chain']);
    const taken = new Set<string>();
    for (const { type, title, gridPos, fieldConfig, targets } of panels) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect([title, x < 24, taken.has(`${x} ${y}`)]).toEqual([title, true, false]);
          taken.add(`${x} ${y}`);
        }
      }
      if (type === 'row') continue;
      expect([title, fieldConfig !== undefined, targets.length > 0]).toEqual([title, true, true]);
    }
  });

  test('every expression is one Prometheus understands, of metrics a center exports', async () => {
    const { panels } = v.parse(DashboardSchema, JSON.parse(await read('grafana-dashboard.json')));
    const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(expressions.flatMap(unknownNames)).toEqual([]);
    // Nothing is counted that nobody can see.
    const shown = expressions.join('\n');
    const alerted = await read('prometheus-rules.yml');
    expect([...exported].filter((name) => !shown.includes(name) && !alerted.includes(name))).toEqual([]);
    const rules = expressions.map((expression, index) => {
      const filled = expression.replaceAll('$__rate_interval', '5m').replaceAll('$chain', '.*');
      return `      - record: panel:${index}\n        expr: ${JSON.stringify(filled)}\n`;
    });
    const file = join(scratch, 'dashboard-rules.yml');
    await writeFile(file, `groups:\n  - name: dashboard\n    rules:\n${rules.join('')}`);
    expect(await run('promtool', 'check', 'rules', file)).toMatchObject({ code: 0 });
  });
});
