/**
 * `npm run cluster -- [--terminals 200] [--status-seconds 30] [--relays-per-minute 60] [--for SECONDS] [--data FOLDER]`: PostgreSQL, NATS, a
 * synthetic VRS, two centers and a simulated fleet on this machine. Ctrl+C ends all of it and leaves nothing behind.
 */
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { startFleet } from './fleet.ts';
import { type CenterNode, CITY, startFleetWorld } from './fleet-world.ts';

const USAGE =
  'npm run cluster -- [--terminals 200] [--status-seconds 30] [--relays-per-minute 60] [--for SECONDS] [--data FOLDER]';
const TELL_EVERY_MS = 3_000;
/** What two cores take without letting others wait. */
const STARTS_PER_SECOND = 150;

const whole = (fallback: string, least: number, most: number) =>
  v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number), v.minValue(least), v.maxValue(most)),
    fallback,
  );
const OptionsSchema = v.strictObject({
  terminals: whole('200', 1, 60_000),
  'status-seconds': whole('30', 1, 3_600),
  'relays-per-minute': whole('60', 0, 600_000),
  for: v.optional(v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number))),
  data: v.optional(v.pipe(v.string(), v.minLength(1))),
});

function readOptions(): v.InferOutput<typeof OptionsSchema> | null {
  try {
    const string = { type: 'string' } as const;
    const options = {
      terminals: string,
      'status-seconds': string,
      'relays-per-minute': string,
      for: string,
      data: string,
    };
    const parsed = v.safeParse(OptionsSchema, parseArgs({ options }).values);
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Presence as a center itself counts it. */
const SummarySchema = v.looseObject({ terminals: v.array(v.looseObject({ presence: v.string() })) });
async function presentAt(center: CenterNode): Promise<string> {
  const answer = await center.ask('GET', '/operations/terminals').catch(() => null);
  const parsed = v.safeParse(SummarySchema, answer?.body);
  if (!parsed.success) return 'no answer';
  return `${parsed.output.terminals.filter(({ presence }) => presence === 'connected').length} present`;
}

async function run(options: v.InferOutput<typeof OptionsSchema>): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const end = (): void => ended.resolve();
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  if (options.for !== undefined) setTimeout(end, options.for * 1_000).unref();
  const data = options.data === undefined ? {} : { directory: options.data };
  say('Starting PostgreSQL, NATS, a synthetic VRS and two centers…');
  const world = await startFleetWorld(data);
  try {
    say(`PostgreSQL  ${world.postgres.url.replace(/:[^:@]*@/, ':…@')}  (socket in ${world.postgres.socketDirectory})`);
    say(`NATS        ${world.nats.servers.join(' ')}`);
    for (const { name, port, operationsPort } of world.centers) {
      say(`${name}    line https://127.0.0.1:${port}   staff http://127.0.0.1:${operationsPort}/operations`);
    }
    say(`Staff's bearer token is in ${world.directory}/operations-token.`);
    say(`${options.terminals} simulated terminals connect; Ctrl+C ends everything.`);
    const perMinute = options['relays-per-minute'];
    const fleet = await startFleet({
      trust: world.trust,
      nodes: world.centers.map(({ port }) => ({ host: '127.0.0.1', port })),
      count: options.terminals,
      statusEveryMs: options['status-seconds'] * 1_000,
      relayEveryMs: perMinute === 0 ? 0 : (options.terminals * 60_000) / perMinute,
      municipality: CITY,
      startsPerSecond: STARTS_PER_SECOND,
    });
    try {
      while (!(await endedWithin(ended.promise, TELL_EVERY_MS))) {
        const { tally, terminals } = fleet;
        const at = world.centers.map(({ name, port }) => {
          const here = terminals.filter((terminal) => terminal.port() === port).length;
          return `${name}: ${here}`;
        });
        const [first] = world.centers;
        const present = first === undefined ? '' : await presentAt(first);
        say(
          `connected ${tally.connected}/${options.terminals} (${at.join(', ')}; ${present})  statuses ${tally.statuses}` +
            `  relays ${tally.relays} refused ${tally.relayRefusals} lost ${tally.relayFailures}` +
            `  orders ${tally.commands}  reconnections ${tally.losses}`,
        );
      }
    } finally {
      say('Ending…');
      await fleet.stop();
    }
  } finally {
    await world.stop();
  }
}

/** Whether it ended before the time was over. */
async function endedWithin(ended: Promise<void>, durationMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), durationMs);
  try {
    return await Promise.race([ended.then(() => true), promise]);
  } finally {
    clearTimeout(timer);
  }
}

const options = readOptions();
if (options === null) {
  process.stderr.write(`Usage: ${USAGE}\n`);
  process.exitCode = 64;
} else {
  await run(options).catch((cause: unknown) => {
    process.stderr.write(`${cause instanceof Error ? cause.message : 'unknown failure'}\n`);
    process.exitCode = 1;
  });
}
