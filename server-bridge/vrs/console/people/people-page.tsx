import { useState } from 'preact/hooks';
import type * as v from 'valibot';
import { useOrder } from '../../../console-kit/index.ts';
import { PeopleFoundSchema, type PeopleSearchSchema } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { PersonView } from '../person/person-view.tsx';
import { FoundPeople } from './found-people.tsx';
import { NewPerson } from './new-person.tsx';
import { SearchForm } from './search-form.tsx';

type View =
  | { readonly kind: 'search' }
  | { readonly kind: 'person'; readonly personId: string }
  | { readonly kind: 'new' };
type Found = v.InferOutput<typeof PeopleFoundSchema>;

/** Searching people, and the person who was found. Who it is stands in this page's memory alone, never in its address. */
export function PeoplePage() {
  const { texts, client } = useDesk();
  const { busy, send } = useOrder();
  const [view, setView] = useState<View>({ kind: 'search' });
  const [found, setFound] = useState<Found | null>(null);

  async function search(message: v.InferOutput<typeof PeopleSearchSchema>): Promise<void> {
    setFound(null);
    const answer = await send(
      () => client.postFor(PeopleFoundSchema, '/operations/people/search', message),
      texts.people.searched,
    );
    if (answer !== null) setFound(answer.value);
  }

  switch (view.kind) {
    case 'person':
      return <PersonView key={view.personId} personId={view.personId} onBack={() => setView({ kind: 'search' })} />;
    case 'new':
      return (
        <NewPerson
          onBack={() => setView({ kind: 'search' })}
          onMade={(personId) => setView({ kind: 'person', personId })}
        />
      );
    case 'search':
      return (
        <>
          <h1>{texts.nav.people}</h1>
          <SearchForm
            busy={busy}
            onSearch={(message) => void search(message)}
            onClear={() => setFound(null)}
            onNew={() => setView({ kind: 'new' })}
          />
          {found !== null && <FoundPeople found={found} onOpen={(personId) => setView({ kind: 'person', personId })} />}
        </>
      );
    default: {
      const never: never = view;
      throw new Error(`unknown view ${String(never)}`);
    }
  }
}
