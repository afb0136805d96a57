import { useEffect, useState } from 'preact/hooks';
import { type Place, placeOf } from '../client/route.ts';

/** Where the page is, as the address says. */
export function usePlace(): Place {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const look = (): void => setHash(location.hash);
    addEventListener('hashchange', look);
    // What changed between the first painting and now has told nobody.
    look();
    return () => removeEventListener('hashchange', look);
  }, []);
  return placeOf(hash);
}
