/** The passport of a visit whose certificate is for use abroad: scanned, laid down, read, taken back (K3, K5). */
import type { VNode } from 'preact';
import { LayPassport, ReadingPassport, ScanPassport, TakePassport } from '../drawings/passport.tsx';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import { Working } from '../parts/working.tsx';
import type { ViewProps } from '../view.ts';

export function ScanPassportView({ screen, texts }: ViewProps<'scan-passport'>): VNode {
  const { scan, again } = texts.passport;
  return (
    <Stage heading={scan.heading} lead={scan.lead} drawing={<ScanPassport />} where={['reader']}>
      {screen.problem === 'none' ? null : <Again title={again} text={scan.problems[screen.problem]} />}
    </Stage>
  );
}

export function LayPassportView({ screen, texts }: ViewProps<'lay-passport'>): VNode {
  const { lay, again } = texts.passport;
  return (
    <Stage heading={lay.heading} lead={lay.lead} drawing={<LayPassport />} where={['reader']}>
      {screen.problem === 'none' ? null : <Again title={again} text={lay.problems[screen.problem]} />}
    </Stage>
  );
}

export function ReadingPassportView({ texts }: ViewProps<'reading-passport'>): VNode {
  return (
    <Stage {...texts.waiting['reading-passport']} drawing={<ReadingPassport />} where={['reader']}>
      <Working texts={texts} />
    </Stage>
  );
}

export function TakePassportView({ screen, texts }: ViewProps<'take-passport'>): VNode {
  return <Stage {...texts.passport.take[screen.reason]} drawing={<TakePassport />} where={['reader']} />;
}

function Again({ title, text }: { title: string; text: string }): VNode {
  return (
    <Notice tone="warning" urgent>
      <strong>{title}</strong>
      <p>{text}</p>
    </Notice>
  );
}
