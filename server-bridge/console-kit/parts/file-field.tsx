import { useId } from 'preact/hooks';

/** A file of the person's own machine; it is read here and not kept. */
export function FileField(props: { label: string; accept: string; onFile: (file: File) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="file"
        accept={props.accept}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // The same file can be chosen again after it was mended.
          currentTarget.value = '';
          if (file !== undefined) props.onFile(file);
        }}
      />
    </div>
  );
}
