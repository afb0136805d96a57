/**
 * The facts of the certificate, exactly as they will be printed, on a sheet; or its cover, when it has lain open long enough
 * for a bystander to read (K9). Under the cover the page has
 * never been given them.
 */
import type { VNode } from 'preact';
import { Cover } from '../drawings/cover.tsx';
import { Button } from '../parts/button.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';
import { CertificateSheet } from './certificate-sheet.tsx';

export function PreviewView({ screen, language, texts, act, canCancel }: ViewProps<'preview'>): VNode {
  const { preview } = texts;
  const { facts } = screen;
  if (facts === null) {
    return (
      <Stage
        heading={preview.hiddenHeading}
        lead={preview.hiddenLead}
        drawing={<Cover />}
        actions={
          <Button rank="primary" onPress={() => act({ type: 'reveal' })}>
            {preview.reveal}
          </Button>
        }
      />
    );
  }
  return (
    <Stage
      layout="wide-contents"
      heading={preview.heading}
      lead={canCancel ? preview.different : preview.lead}
      actions={
        <Button rank="primary" sign="check" onPress={() => act({ type: 'next' })}>
          {preview.accept}
        </Button>
      }
    >
      <ScrollRegion label={preview.sheet} texts={texts}>
        <CertificateSheet facts={facts} pages={screen.pages} language={language} texts={texts} />
      </ScrollRegion>
    </Stage>
  );
}
