import { useState } from 'preact/hooks';
import type * as v from 'valibot';
import {
  AnswerFrame,
  Badge,
  ConfirmDialog,
  instantText,
  numberText,
  Panel,
  SelectField,
  said,
  Table,
  useAnswer,
  useOrder,
} from '../../../console-kit/index.ts';
import { type DetectionSchema, DetectionsSchema, FINDINGS } from '../../console-api/operations.ts';
import { useDesk } from '../frame/desk.ts';

const EVERY_MS = 60_000;

/** What was noticed in the operation log, until somebody has looked and said what it was. */
export function DetectionsPage() {
  const { texts, client, language } = useDesk();
  const answer = useAnswer(
    'detections',
    (background) => client.get(DetectionsSchema, '/operations/log/detections', background),
    EVERY_MS,
  );
  const { detections } = texts;
  return (
    <>
      <div class="page-head">
        <h1>{texts.nav.detections}</h1>
        <p class="hint">{detections.why}</p>
      </div>
      <Panel title={texts.nav.detections}>
        <AnswerFrame answer={answer}>
          {({ detections: all }) =>
            all.length === 0 ? (
              <p>{detections.none}</p>
            ) : (
              <Table
                label={texts.nav.detections}
                heads={[
                  detections.at,
                  detections.rule,
                  texts.log.staffId,
                  detections.count,
                  detections.places,
                  detections.finding,
                ]}
                numbers={[3]}
                rows={all.map((one) => ({
                  key: one.detectionId,
                  cells: [
                    instantText(language, one.at),
                    said(texts.words.detections, one.rule),
                    one.staffId,
                    numberText(language, one.count),
                    `${numberText(language, one.from)} – ${numberText(language, one.to)}`,
                    <Finding key="finding" detection={one} onChanged={answer.refresh} />,
                  ],
                }))}
              />
            )
          }
        </AnswerFrame>
      </Panel>
    </>
  );
}

function Finding(props: { detection: v.InferOutput<typeof DetectionSchema>; onChanged: () => void }) {
  const { detection, onChanged } = props;
  const { texts, client, language, may } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState(false);
  const [finding, setFinding] = useState<(typeof FINDINGS)[number] | ''>('');
  const { detections, words } = texts;
  const rule = said(words.detections, detection.rule);

  async function acknowledge(): Promise<void> {
    const path = `/operations/log/detections/${encodeURIComponent(detection.detectionId)}/acknowledge`;
    const sent = await send(() => client.post(path, { finding }), detections.acknowledged);
    setAsked(false);
    if (sent !== null) onChanged();
  }

  if (detection.finding !== null) {
    return (
      <>
        <Badge kind={detection.finding === 'misuse' ? 'bad' : 'plain'} text={said(words.findings, detection.finding)} />{' '}
        <span class="hint">
          {detection.acknowledgedBy}
          {detection.acknowledgedAt === null ? '' : ` · ${instantText(language, detection.acknowledgedAt)}`}
        </span>
      </>
    );
  }
  if (!may('operation-log:write')) return <Badge kind="warn" text={detections.open} />;
  return (
    <>
      <button
        type="button"
        class="quiet"
        aria-label={detections.acknowledgeOne(rule, detection.staffId)}
        onClick={() => setAsked(true)}
      >
        {detections.acknowledge}
      </button>
      {asked && (
        <ConfirmDialog
          title={rule}
          confirm={detections.acknowledge}
          busy={busy || finding === ''}
          onConfirm={() => void acknowledge()}
          onClose={() => setAsked(false)}
        >
          <p>{detections.what(detection.staffId, instantText(language, detection.at))}</p>
          <SelectField
            label={detections.finding}
            value={finding}
            options={[['', texts.common.choose], ...FINDINGS.map((one) => [one, said(words.findings, one)] as const)]}
            onChange={(chosen) => setFinding(FINDINGS.find((one) => one === chosen) ?? '')}
          />
        </ConfirmDialog>
      )}
    </>
  );
}
