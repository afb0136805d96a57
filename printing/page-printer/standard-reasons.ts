/**
 * The registered keywords of printer-state-reasons and what each means to certificates: RFC 8011 §5.4.12, the alert codes of
 * PWG 5100.9 §7, PWG 5100.13 (`hibernate` …), PWG 5100.18 (`deactivated` …). Printers for objects and scanners have more;
 * the tables hold the parts that a sheet of paper passes, and the finishers as a family, for each has the same events.
 */

/** What a person has to see to. */
export type AttentionCause = 'paper' | 'jam' | 'cover' | 'toner' | 'other';

/**
 * `stops`: no certificate while it lasts, whatever severity the printer gives it. `near-end`: somebody should bring
 * something soon. `notice`: nothing to do. `by-severity`: stops printing only where the printer calls it an error.
 */
export type ReasonMeaning =
  | { readonly kind: 'stops'; readonly cause: AttentionCause }
  | { readonly kind: 'near-end'; readonly cause: AttentionCause }
  | { readonly kind: 'notice' }
  | { readonly kind: 'by-severity'; readonly cause: AttentionCause };

/** An idle printer without paper says `media-empty-report`, and is no less empty for it. */
const STOPS: Readonly<Record<AttentionCause, readonly string[]>> = {
  paper: [
    ...['media-empty', 'media-needed', 'input-tray-missing', 'input-manual-input-request', 'media-path-input-empty'],
    ...['output-area-full', 'output-tray-missing', 'input-cannot-feed-size-selected', 'input-media-size-change'],
    ...['media-path-input-request', 'media-path-output-full', 'media-path-media-tray-full'],
    ...['media-path-media-tray-missing', 'input-media-tray-feed-error', 'media-path-input-feed-error'],
  ],
  jam: [
    ...['media-jam', 'input-media-jam', 'output-media-jam', 'media-path-jam', 'media-path-input-jam'],
    ...['media-path-output-jam', 'input-media-tray-jam', 'output-media-tray-jam', 'media-path-output-feed-error'],
    'output-media-tray-feed-error',
  ],
  cover: ['cover-open', 'door-open', 'interlock-open'],
  toner: [
    ...['toner-empty', 'marker-supply-empty', 'marker-supply-missing', 'marker-waste-full', 'marker-waste-missing'],
    ...['marker-ink-empty', 'marker-ink-missing', 'marker-toner-missing', 'marker-toner-cartridge-missing'],
    ...['marker-print-ribbon-empty', 'marker-print-ribbon-missing', 'marker-cleaner-missing', 'marker-opc-missing'],
    ...['marker-developer-empty', 'marker-developer-missing', 'developer-empty', 'opc-life-over'],
    ...['marker-waste-ink-receptacle-full', 'marker-waste-ink-receptacle-missing'],
    ...['marker-waste-toner-receptacle-full', 'marker-waste-toner-receptacle-missing'],
  ],
  other: [
    ...['paused', 'shutdown', 'stopping', 'stopped-partly', 'timed-out', 'connecting-to-device', 'offline'],
    ...['spool-area-full', 'interpreter-resource-unavailable', 'fuser-over-temp', 'fuser-under-temp'],
    ...['marker-fuser-thermistor-failure', 'marker-fuser-timing-failure', 'hold-new-jobs', 'deactivated', 'deleted'],
    ...['testing', 'updating-software', 'printer-manual-reset', 'printer-nms-reset', 'service-needed', 'unknown'],
    ...['motor-failure', 'fan-failure', 'laser-failure', 'lamp-failure', 'media-path-failure', 'power-down'],
    ...['input-media-tray-failure', 'input-tray-elevation-failure', 'input-tray-position-failure'],
    ...['output-media-tray-failure', 'output-mailbox-select-failure', 'input-pick-roller-failure'],
    ...['input-pick-roller-missing', 'media-path-pick-roller-failure', 'media-path-pick-roller-missing'],
  ],
};

const NEAR_END: Readonly<Record<Exclude<AttentionCause, 'jam' | 'cover'>, readonly string[]>> = {
  paper: ['media-low', 'output-area-almost-full', 'media-path-media-tray-almost-full'],
  toner: [
    ...['toner-low', 'marker-supply-low', 'marker-supply-almost-empty', 'marker-waste-almost-full', 'developer-low'],
    ...['marker-developer-almost-empty', 'marker-ink-almost-empty', 'marker-print-ribbon-almost-empty'],
    ...['marker-waste-ink-receptacle-almost-full', 'marker-waste-toner-receptacle-almost-full', 'opc-near-eol'],
    'marker-toner-almost-empty',
  ],
  other: [
    ...['cleaner-life-almost-over', 'cleaner-life-over', 'lamp-near-eol', 'lamp-at-eol', 'laser-near-eol'],
    ...['laser-at-eol', 'input-pick-roller-life-warn', 'input-pick-roller-life-over'],
    ...['media-path-pick-roller-life-warn', 'media-path-pick-roller-life-over'],
  ],
};

const NOTICES: readonly string[] = [
  ...['moving-to-paused', 'resuming', 'hibernate', 'suspend', 'standby', 'power-up', 'printer-ready-to-print'],
  ...['identify-printer-requested', 'wifi-not-configured', 'configuration-change', 'configuration-changed'],
  ...['cover-closed', 'door-closed', 'interlock-closed', 'alert-removal-of-binary-change-entry', 'media-drying'],
  ...['input-media-color-change', 'input-media-form-parts-change', 'input-media-type-change'],
  ...['input-media-weight-change', 'media-path-cannot-duplex-media-selected', 'interpreter-cartridge-added'],
  ...['interpreter-cartridge-deleted', 'interpreter-complex-page-encountered', 'interpreter-memory-decrease'],
  ...['interpreter-memory-increase', 'interpreter-resource-added', 'interpreter-resource-deleted'],
];

/** Parts behind or beside the way of a plain sheet: finishers (PWG 5100.9 §7.3), scanner and fax. */
const PARTS = [
  ...['bander', 'binder', 'die-cutter', 'folder', 'imprinter', 'inserter', 'make-envelope', 'perforater', 'puncher'],
  ...['separation-cutter', 'sheet-rotator', 'slitter', 'stacker', 'stapler', 'stitcher', 'subunit', 'trimmer'],
  ...['wrapper', 'scan-media-path', 'scanner-light', 'scanner-sensor', 'scanner', 'fax-modem', 'camera'],
];

/** What happens to a part, by what a person would have to do where the printer calls it an error. */
const PART_EVENTS: Readonly<Record<'paper' | 'jam' | 'cover' | 'other', readonly string[]>> = {
  paper: ['full', 'output-full', 'input-empty', 'input-request', 'tray-full', 'tray-missing'],
  jam: ['jam', 'input-jam', 'output-jam', 'input-feed-error', 'output-feed-error'],
  cover: ['cover-open', 'interlock-open', 'opened'],
  other: [
    ...['added', 'almost-empty', 'almost-full', 'at-limit', 'closed', 'configuration-change', 'cover-closed', 'empty'],
    ...['interlock-closed', 'life-almost-over', 'life-over', 'memory-exhausted', 'missing', 'motor-failure'],
    ...['near-limit', 'offline', 'over-temperature', 'power-saver', 'recoverable-failure', 'recoverable-storage'],
    ...['removed', 'resource-added', 'resource-removed', 'thermistor-failure', 'timing-failure', 'turned-off'],
    ...['turned-on', 'under-temperature', 'unrecoverable-failure', 'unrecoverable-storage-error', 'warming-up'],
    ...['failure', 'pick-roller-failure', 'pick-roller-life-over', 'pick-roller-life-warn', 'pick-roller-missing'],
    'tray-almost-full',
  ],
};

function* entries(): Generator<readonly [string, ReasonMeaning]> {
  for (const cause of ['paper', 'jam', 'cover', 'toner', 'other'] as const) {
    for (const keyword of STOPS[cause]) yield [keyword, { kind: 'stops', cause }];
  }
  for (const cause of ['paper', 'toner', 'other'] as const) {
    for (const keyword of NEAR_END[cause]) yield [keyword, { kind: 'near-end', cause }];
  }
  for (const keyword of NOTICES) yield [keyword, { kind: 'notice' }];
  for (const cause of ['paper', 'jam', 'cover', 'other'] as const) {
    for (const event of PART_EVENTS[cause]) {
      for (const part of PARTS) yield [`${part}-${event}`, { kind: 'by-severity', cause }];
    }
  }
}

/** Keyword without severity → meaning. A keyword that is not here is unknown, and an unknown one is never harmless. */
export const STANDARD_REASONS: ReadonlyMap<string, ReasonMeaning> = new Map(entries());
