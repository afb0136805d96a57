import { useRef, useState } from 'preact/hooks';
import { useDesk } from '../frame/desk.ts';
import { ChangeMany } from './change-many.tsx';
import { HeldEnrolments } from './held-enrolments.tsx';
import { RegisterMany } from './register-many.tsx';

/** Many terminals at once: registering, moving, one-time codes, retiring. @param props.query `terminals`: names to begin with */
export function RegistrationPage({ query }: { query: URLSearchParams }) {
  const { texts } = useDesk();
  const [lines, setLines] = useState('');
  const top = useRef<HTMLHeadingElement>(null);
  return (
    <>
      <h1 ref={top} tabIndex={-1}>
        {texts.registration.title}
      </h1>
      <HeldEnrolments />
      <RegisterMany text={lines} onText={setLines} />
      <ChangeMany
        named={query.get('terminals') ?? ''}
        onMove={(next) => {
          setLines(next);
          top.current?.focus();
        }}
      />
    </>
  );
}
