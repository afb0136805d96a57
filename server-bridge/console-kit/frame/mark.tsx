/** The product's mark: a sheet with a seal. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d="M5 2h10l4 4v16H5z" class="mark-sheet" />
      <path d="M8 8h8M8 12h8" class="mark-line" />
      <circle cx="15" cy="17" r="3" class="mark-seal" />
    </svg>
  );
}
