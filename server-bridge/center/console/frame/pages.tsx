/** Every page of the desk: its first word in the address, the right it needs, and what it shows. */

import type { ComponentChildren } from 'preact';
import type { Place } from '../../../console-kit/index.ts';
import type { Right } from '../../staff/rights.ts';
import { AccountsPage } from '../accounts/accounts-page.tsx';
import { AlarmsPage } from '../alarms/alarms-page.tsx';
import { AuditPage } from '../audit/audit-page.tsx';
import { ChartsPage } from '../charts/charts-page.tsx';
import { DirectivePage } from '../directive/directive-page.tsx';
import { ListPage } from '../fleet/list-page.tsx';
import { OverviewPage } from '../fleet/overview-page.tsx';
import { RegistrationPage } from '../registration/registration-page.tsx';
import { RollOutsPage } from '../roll-outs/roll-outs-page.tsx';
import { DiagnosticsPage } from '../terminal/diagnostics-page.tsx';
import { EventLogPage } from '../terminal/event-log-page.tsx';
import { TerminalPage } from '../terminal/terminal-page.tsx';
import type { Texts } from '../texts/texts.ts';

export type PageEntry = {
  readonly word: string;
  readonly name: keyof Texts['nav'];
  readonly needs: Right;
  show(place: Place): ComponentChildren;
};

export const PAGES: readonly PageEntry[] = [
  { word: '', name: 'overview', needs: 'watch', show: () => <OverviewPage /> },
  {
    word: 'terminals',
    name: 'terminals',
    needs: 'watch',
    show({ path, query }) {
      const [, terminalId, what, commandId] = path;
      if (terminalId === undefined) return <ListPage query={query} />;
      if (what === 'diagnostics' && commandId !== undefined) {
        return <DiagnosticsPage key={commandId} terminalId={terminalId} commandId={commandId} />;
      }
      if (what === 'event-log' && commandId !== undefined) {
        return <EventLogPage key={commandId} terminalId={terminalId} commandId={commandId} />;
      }
      return <TerminalPage key={terminalId} terminalId={terminalId} />;
    },
  },
  { word: 'alarms', name: 'alarms', needs: 'watch', show: ({ query }) => <AlarmsPage query={query} /> },
  { word: 'directive', name: 'directive', needs: 'watch', show: () => <DirectivePage /> },
  { word: 'roll-outs', name: 'rollOuts', needs: 'watch', show: () => <RollOutsPage /> },
  {
    word: 'registration',
    name: 'registration',
    needs: 'enrol',
    show: ({ query }) => <RegistrationPage key={query.get('terminals') ?? ''} query={query} />,
  },
  { word: 'charts', name: 'charts', needs: 'watch', show: () => <ChartsPage /> },
  { word: 'audit', name: 'audit', needs: 'audit', show: () => <AuditPage /> },
  { word: 'accounts', name: 'accounts', needs: 'accounts', show: () => <AccountsPage /> },
];
