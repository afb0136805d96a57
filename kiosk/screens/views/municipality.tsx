/**
 * The municipality where the resident was registered when vaccinated: prefecture, first sound, name. How far the list has been
 * narrowed is the only thing a view remembers; it is gone with the screen. Those that take no part are shown, with the reason,
 * but cannot be chosen (K8).
 */
import { Component, type VNode } from 'preact';
import type { MunicipalityChoice } from '../../snapshot.ts';
import { MunicipalOffice } from '../drawings/municipal-office.tsx';
import { type ChooserStage, chooserStage, type Filter } from '../municipality-filter.ts';
import { Button } from '../parts/button.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Stage } from '../parts/stage.tsx';
import { inLanguage, languageShown } from '../texts/in-language.ts';
import type { ViewProps } from '../view.ts';

type Props = ViewProps<'municipality'>;

export function MunicipalityView(props: Props): VNode {
  return <Chooser {...props} />;
}

class Chooser extends Component<Props, Filter> {
  override state: Filter = { prefecture: null, row: null };

  private readonly anotherPrefecture = (): void => this.setState({ prefecture: null, row: null });
  private readonly anotherRow = (): void => this.setState({ row: null });

  override componentDidUpdate(previous: Props, before: Filter): void {
    const { prefecture, row } = this.state;
    if (before.prefecture !== prefecture || before.row !== row) this.props.onNarrow({ prefecture, row });
    // Rows are named in the language; a row of the other one would match nothing.
    if (previous.language !== this.props.language && this.state.row !== null) this.anotherRow();
  }

  override render({ screen, language, texts }: Props, filter: Filter): VNode {
    const { municipality } = texts;
    const stage = chooserStage(screen.municipalities, filter, language);
    switch (stage.show) {
      case 'none':
        return <Stage heading={municipality.none} lead={municipality.noneLead} drawing={<MunicipalOffice />} />;
      case 'prefectures':
        return (
          <Stage
            key="prefectures"
            layout="wide-actions"
            {...municipality.choosePrefecture}
            actions={
              <ScrollRegion label={municipality.list} texts={texts}>
                <div class="choices choices-dense">
                  {stage.prefectures.map(({ code, name }) => (
                    <Button
                      key={`${code} ${name.ja}`}
                      rank="plain"
                      lang={languageShown(name, language)}
                      onPress={() => this.setState({ prefecture: name.ja, row: null })}
                    >
                      {inLanguage(name, language)}
                    </Button>
                  ))}
                </div>
              </ScrollRegion>
            }
          />
        );
      case 'rows':
        return (
          <Stage
            key="rows"
            layout="wide-actions"
            {...municipality.chooseRow}
            actions={
              <>
                <div class="choices choices-rows">
                  {stage.rows.map((row) => (
                    <Button key={row} rank="plain" onPress={() => this.setState({ row })}>
                      {municipality.row(row)}
                    </Button>
                  ))}
                </div>
                {this.ways(stage)}
              </>
            }
          />
        );
      case 'list':
        return (
          <Stage
            key="list"
            layout="wide-actions"
            {...municipality.chooseOne}
            actions={
              <>
                <ScrollRegion key={`${filter.prefecture} ${filter.row}`} label={municipality.list} texts={texts}>
                  <div class="choices">{stage.choices.map((choice) => this.choice(choice))}</div>
                </ScrollRegion>
                {this.ways(stage)}
              </>
            }
          />
        );
      default: {
        const never: never = stage;
        throw new Error(`Unknown stage ${JSON.stringify(never)}`);
      }
    }
  }

  /** The ways back to a wider choice. */
  private ways(stage: Extract<ChooserStage, { severalPrefectures: boolean }>): VNode | null {
    const { municipality } = this.props.texts;
    const severalRows = stage.show === 'list' && stage.severalRows;
    if (!stage.severalPrefectures && !severalRows) return null;
    return (
      <div class="ways">
        {stage.severalPrefectures ? (
          <Button rank="plain" sign="back" onPress={this.anotherPrefecture}>
            {municipality.otherPrefecture}
          </Button>
        ) : null}
        {severalRows ? (
          <Button rank="plain" sign="back" onPress={this.anotherRow}>
            {municipality.otherRow}
          </Button>
        ) : null}
      </div>
    );
  }

  private choice({ code, name, takingPart, reason }: MunicipalityChoice): VNode {
    const { texts, language, act } = this.props;
    return (
      <Button
        key={`${code} ${name.ja}`}
        rank="plain"
        disabled={!takingPart}
        onPress={() => act({ type: 'choose-municipality', code })}
      >
        <span class="choice-name" lang={languageShown(name, language)}>
          {inLanguage(name, language)}
        </span>
        {takingPart ? null : (
          <span class="choice-detail">
            {texts.municipality.closed}
            {reason === undefined ? null : (
              <>
                {': '}
                <span lang={languageShown(reason, language)}>{inLanguage(reason, language)}</span>
              </>
            )}
          </span>
        )}
      </Button>
    );
  }
}
