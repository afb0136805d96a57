/**
 * What the workbench may do at the center, through the center's own staff listener: suspend a municipality, switch the service,
 * release a right-person hold. And at the machines: end and start VRS.
 */
import * as v from 'valibot';
import { DirectiveSchema } from '../../server-bridge/index.ts';
import type { WorkbenchControl } from '../workbench/index.ts';
import { askCenter } from './ask-center.ts';
import type { World } from './world.ts';

/** One request to the staff listener of a world's center. */
export const askOperations = (world: World, method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> =>
  askCenter(world.servers.center.said.operationsPort, world.files.operationsToken, method, path, body);

const AlarmsAnswerSchema = v.looseObject({
  alarms: v.array(
    v.looseObject({ id: v.number(), terminalId: v.string(), code: v.string(), needsComparison: v.boolean() }),
  ),
});

/**
 * What a named person does after a right-person alarm (P2): compares, records that no paper came out, has the terminal released. Where
 * several terminals failed and issuing is stopped for all, that is ended once nothing is left to compare.
 */
export async function releaseAfterComparison(world: World, terminalId: string, name: string): Promise<void> {
  const { alarms } = v.parse(AlarmsAnswerSchema, await askOperations(world, 'GET', '/operations/alarms'));
  for (const alarm of alarms.filter((open) => open.needsComparison && open.terminalId === terminalId)) {
    await recordComparison(world, alarm.id, name);
  }
  const order = { kind: 'release-right-person', releasedBy: name };
  await askOperations(world, 'POST', '/operations/commands', { terminalId, order });
  const route = alarms.find(({ code }) => code === 'ROUTE_STOPPED');
  const others = alarms.some((open) => open.needsComparison && open !== route && open.terminalId !== terminalId);
  if (route === undefined || others) return;
  if (route.needsComparison) await recordComparison(world, route.id, name);
  await askOperations(world, 'POST', `/operations/alarms/${route.id}/clear`, { name });
}

async function recordComparison(world: World, alarmId: number, comparedBy: string): Promise<void> {
  const comparison = { finding: 'no-paper-issued', comparedBy, comparedAt: new Date().toISOString() };
  await askOperations(world, 'POST', `/operations/alarms/${alarmId}/comparison`, comparison);
}

const DirectiveAnswerSchema = v.looseObject({ directive: v.pick(DirectiveSchema, ['municipalities']) });

export function workbenchControl(o: {
  world: World;
  terminalId: string;
  readerPath: string;
  kioskUrl: string | null;
}): WorkbenchControl {
  const { world } = o;
  return {
    async setMunicipality(code, takingPart) {
      const { directive } = v.parse(DirectiveAnswerSchema, await askOperations(world, 'GET', '/operations/directive'));
      const municipalities = directive.municipalities.map((m) => (m.code === code ? { ...m, takingPart } : m));
      await askOperations(world, 'POST', '/operations/directive', { municipalities });
    },
    async setService(on) {
      const service = on
        ? { state: 'on' }
        : { state: 'off', reason: { ja: '保守のため休止しています', en: 'Closed for maintenance' } };
      await askOperations(world, 'POST', '/operations/directive', { service });
      // Switching on also says that somebody has looked into the machine: paper left behind is taken care of.
      if (on)
        await askOperations(world, 'POST', '/operations/commands', {
          terminalId: o.terminalId,
          order: { kind: 'clear-paper', clearedBy: '実演 花子' },
        });
    },
    async releaseRightPerson() {
      await releaseAfterComparison(world, o.terminalId, '実演 花子');
    },
    stopVrs: () => world.servers.vrs.stop(),
    startVrs: () => world.servers.restartVrs(),
    info: () => ({ readerPath: o.readerPath, terminalId: o.terminalId, kioskUrl: o.kioskUrl }),
  };
}
