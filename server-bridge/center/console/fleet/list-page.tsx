import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  addressOf,
  CheckField,
  clockText,
  dayText,
  numberText,
  placeOf,
  problemText,
  SelectField,
  said,
  TextField,
  useAnswer,
} from '../../../console-kit/index.ts';
import { type FleetRow, FleetSchema, SORTS, STANDINGS } from '../../console-api/fleet.ts';
import { useDesk } from '../frame/desk.ts';
import { StandingBadge } from '../parts/standing-badge.tsx';
import { PREFECTURES, prefectureName } from './prefectures.ts';
import { useRows } from './use-rows.ts';
import { type Column, VirtualGrid } from './virtual-grid.tsx';

const TYPING_MS = 300;
const FILTERS = ['search', 'chain', 'prefecture', 'standing', 'build', 'alarm', 'drift', 'sort'] as const;
type Filter = (typeof FILTERS)[number];

/** All terminals; the center filters and sorts, the address keeps what was chosen. */
export function ListPage({ query }: { query: URLSearchParams }) {
  const { texts, language, client } = useDesk();
  const { list } = texts;
  const chosen = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? ''])) as Record<Filter, string>;
  const search = new URLSearchParams(FILTERS.flatMap((name) => (chosen[name] === '' ? [] : [[name, chosen[name]]])));
  const rows = useRows(search.toString());
  const fleet = useAnswer('fleet', (background) => client.get(FleetSchema, '/operations/fleet', background), null);

  function choose(name: Filter, value: string): void {
    // From the address, not from when this was painted: a search that was typed before must not bring old filters back.
    const query = Object.fromEntries(placeOf(location.hash).query);
    location.replace(addressOf(['terminals'], { ...query, [name]: value }));
  }
  const [typed, setTyped] = useState(chosen.search);
  const sent = useRef(chosen.search);
  useEffect(() => {
    if (typed.trim() === chosen.search) return;
    const timer = setTimeout(() => {
      sent.current = typed.trim();
      choose('search', sent.current);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  useEffect(() => {
    // What this field has sent itself comes back late, while somebody types on.
    if (chosen.search !== sent.current) setTyped(chosen.search);
    sent.current = chosen.search;
  }, [chosen.search]);

  const any = ['', list.any] as const;
  const columns: readonly Column<FleetRow>[] = useMemo(
    () => [
      {
        key: 'terminal',
        head: list.terminal,
        cell: ({ terminalId }) => (
          <a href={addressOf(['terminals', terminalId])} tabIndex={-1}>
            {terminalId}
          </a>
        ),
      },
      {
        key: 'store',
        head: list.store,
        cell: ({ storeName, storeId }) =>
          storeName === null ? texts.frame.nothing : `${storeName} · ${storeId ?? ''}`,
      },
      { key: 'prefecture', head: list.prefecture, cell: ({ prefecture }) => prefectureName(language, prefecture) },
      { key: 'chain', head: list.chain, cell: ({ chain }) => chain ?? texts.frame.nothing },
      { key: 'standing', head: list.standing, cell: ({ standing }) => <StandingBadge standing={standing} /> },
      { key: 'cause', head: list.cause, cell: ({ cause }) => (cause === null ? '' : said(texts.words.causes, cause)) },
      { key: 'build', head: list.buildShort, cell: ({ build }) => build ?? texts.frame.nothing },
      {
        key: 'version',
        head: list.version,
        cell: ({ directiveVersion, wantedVersion }) =>
          directiveVersion === wantedVersion || directiveVersion === null
            ? (directiveVersion ?? texts.frame.nothing)
            : `${directiveVersion} → ${wantedVersion ?? ''}`,
      },
      { key: 'alarms', head: list.alarms, cell: ({ openAlarms }) => (openAlarms === 0 ? '' : openAlarms) },
      {
        key: 'seen',
        head: list.seen,
        cell: ({ seenAt }) =>
          seenAt === null ? texts.frame.nothing : `${dayText(language, seenAt)} ${clockText(language, seenAt)}`,
      },
    ],
    [texts, language],
  );

  return (
    <div class="list-page">
      <h1>{list.title}</h1>
      <search class="filters">
        <TextField
          label={list.search}
          hint={list.searchHint}
          type="search"
          value={typed}
          onChange={setTyped}
          maxLength={60}
        />
        <SelectField
          label={list.standing}
          value={chosen.standing}
          onChange={(value) => choose('standing', value)}
          options={[any, ...STANDINGS.map((one) => [one, said(texts.words.standings, one)] as const)]}
        />
        <SelectField
          label={list.prefecture}
          value={chosen.prefecture}
          onChange={(value) => choose('prefecture', value)}
          options={[any, ...PREFECTURES.map(({ code, names }) => [code, names[language]] as const)]}
        />
        <SelectField
          label={list.chain}
          value={chosen.chain}
          onChange={(value) => choose('chain', value)}
          options={[
            any,
            ...optionsOf(
              (fleet.value?.chains ?? []).map(({ chain }) => chain),
              chosen.chain,
            ),
          ]}
        />
        <SelectField
          label={list.build}
          value={chosen.build}
          onChange={(value) => choose('build', value)}
          options={[
            any,
            ...optionsOf(
              (fleet.value?.builds ?? []).map(({ build }) => build),
              chosen.build,
            ),
          ]}
        />
        <SelectField
          label={list.sort}
          value={chosen.sort === '' ? 'terminal' : chosen.sort}
          onChange={(value) => choose('sort', value === 'terminal' ? '' : value)}
          options={SORTS.map((one) => [one, list.sorts[one]] as const)}
        />
        <CheckField
          label={list.alarm}
          checked={chosen.alarm !== ''}
          onChange={(checked) => choose('alarm', checked ? 'open' : '')}
        />
        <CheckField
          label={list.drift}
          checked={chosen.drift !== ''}
          onChange={(checked) => choose('drift', checked ? 'yes' : '')}
        />
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setTyped('');
            location.replace(addressOf(['terminals']));
          }}
        >
          {list.clear}
        </button>
      </search>
      <div class="list-state">
        <p role="status">
          {rows.problem !== null
            ? problemText(texts, rows.problem)
            : rows.total === null
              ? texts.frame.loading
              : rows.total === 0
                ? list.nothing
                : list.found(numberText(language, rows.total))}
        </p>
        <p class="hint" id="grid-keys">
          {list.keys}
        </p>
      </div>
      <VirtualGrid
        key={search.toString()}
        label={list.title}
        describedBy="grid-keys"
        columns={columns}
        total={rows.total ?? 0}
        row={rows.row}
        see={rows.see}
        loadingText={list.loadingRow}
        onOpen={({ terminalId }) => {
          location.hash = addressOf(['terminals', terminalId]);
        }}
      />
    </div>
  );
}

/** What is chosen stays to be seen, though the center may not have it any more. */
function optionsOf(found: readonly (string | null)[], chosen: string): readonly (readonly [string, string])[] {
  const words = new Set(found.filter((word) => word !== null));
  if (chosen !== '') words.add(chosen);
  return [...words].sort().map((word) => [word, word] as const);
}
