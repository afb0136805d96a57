/** Every page of the desk: its first word in the address, the rights of which it needs one, and what it shows. */
import type { ComponentChildren } from 'preact';
import type { Right } from '../../staff/rights.ts';
import { AccountsPage } from '../accounts/accounts-page.tsx';
import { ProvisionsPage } from '../between/provisions-page.tsx';
import { QueryPage } from '../between/query-page.tsx';
import { DoubtfulPage } from '../doubtful/doubtful-page.tsx';
import { ExportPage } from '../files/export-page.tsx';
import { ImportsPage } from '../files/imports-page.tsx';
import { DetectionsPage } from '../oversight/detections-page.tsx';
import { LogPage } from '../oversight/log-page.tsx';
import { PeoplePage } from '../people/people-page.tsx';
import { StatisticsPage } from '../statistics/statistics-page.tsx';
import type { Texts } from '../texts/texts.ts';
import { HomePage } from './home-page.tsx';

type PageEntry = {
  readonly word: string;
  readonly name: keyof Texts['nav'];
  /** One of them is enough; none where everybody may. */
  readonly needs: readonly Right[];
  show(): ComponentChildren;
};

export const PAGES: readonly PageEntry[] = [
  { word: '', name: 'home', needs: [], show: () => <HomePage /> },
  { word: 'people', name: 'people', needs: ['people:read'], show: () => <PeoplePage key="people" /> },
  { word: 'doubtful', name: 'doubtful', needs: ['records:read'], show: () => <DoubtfulPage key="doubtful" /> },
  {
    word: 'imports',
    name: 'imports',
    needs: ['people:exchange', 'records:exchange'],
    show: () => <ImportsPage key="imports" />,
  },
  { word: 'exports', name: 'exports', needs: ['records:exchange'], show: () => <ExportPage key="exports" /> },
  { word: 'query', name: 'query', needs: ['provisions:exchange'], show: () => <QueryPage key="query" /> },
  { word: 'provisions', name: 'provisions', needs: ['provisions:read'], show: () => <ProvisionsPage key="log" /> },
  { word: 'statistics', name: 'statistics', needs: ['statistics:read'], show: () => <StatisticsPage /> },
  { word: 'operation-log', name: 'log', needs: ['operation-log:read'], show: () => <LogPage key="operations" /> },
  { word: 'detections', name: 'detections', needs: ['operation-log:read'], show: () => <DetectionsPage /> },
  { word: 'accounts', name: 'accounts', needs: ['accounts:read'], show: () => <AccountsPage key="accounts" /> },
];
