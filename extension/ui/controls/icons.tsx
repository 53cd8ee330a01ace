// The pages' icons: one path each on a 16-unit grid. They are decoration; the control around one carries its name.

const icon =
  (path: string, filled = false) =>
  () => (
    <svg
      class="icon"
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill={filled ? 'currentColor' : 'none'}
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={path} />
    </svg>
  )

const star = 'M8 1.9l1.85 3.9 4.25.56-3.12 2.95.78 4.22L8 11.46l-3.76 2.07.78-4.22L1.9 6.36l4.25-.56z'

export const SearchIcon = icon('M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14')
export const StarIcon = icon(star)
export const StarFilledIcon = icon(star, true)
export const MoreIcon = icon('M8 3.5v.01M8 8v.01M8 12.5v.01')
export const CheckIcon = icon('M3 8.5 6.5 12 13 4.5')
export const CrossIcon = icon('M4 4l8 8M12 4l-8 8')
export const ErrorIcon = icon('M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 4.75v3.75M8 11.2v.01')
export const WarningIcon = icon('M8 2 15 14H1zM8 6.5v3M8 11.7v.01')
export const CopyIcon = icon('M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z')
export const LeaseIcon = icon('M4 1.8h8M4 14.2h8M5 1.8c0 3 6 4.4 6 6.2s-6 3.2-6 6.2M11 1.8c0 3-6 4.4-6 6.2s6 3.2 6 6.2')
export const LinkIcon = icon(
  'M6.5 9.5 9.5 6.5M7 4.5l1.8-1.8a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.8 1.8a3.2 3.2 0 0 1-4.5-4.5L4.5 7',
)
export const EditIcon = icon('M11 2.5 13.5 5 5.5 13l-3.2.7.7-3.2zM9.3 4.2l2.5 2.5')
export const UpIcon = icon('M8 13V3.5M4 7l4-4 4 4')
export const DownIcon = icon('M8 3v9.5M4 9l4 4 4-4')
export const PlusIcon = icon('M8 3v10M3 8h10')
export const TrashIcon = icon('M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.7 7v4M9.3 7v4')
export const PlayIcon = icon('M4.5 2.5v11l9-5.5z')
export const KeyIcon = icon('M5.5 13.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7.7 8.3l5.8-5.8M11 5l2 2M9.3 6.7l1.2 1.2')
export const ChainIcon = icon('M1.8 8h.01M5 4.5 8.5 8 5 11.5M10 4.5 13.5 8 10 11.5')
export const GearIcon = icon(
  'M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM8 1.5v1.8M8 12.7v1.8M1.5 8h1.8M12.7 8h1.8M3.4 3.4l1.3 1.3M11.3 11.3l1.3 1.3M3.4 12.6l1.3-1.3M11.3 4.7l1.3-1.3',
)
export const InfoIcon = icon('M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 7.5v3.75M8 4.8v.01')
export const OpenIcon = icon('M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4')
export const ImportIcon = icon('M8 2v8M4.5 6.5 8 10l3.5-3.5M2.5 10.5v3h11v-3')
export const ExportIcon = icon('M8 10V2M4.5 5.5 8 2l3.5 3.5M2.5 10.5v3h11v-3')
export const BackIcon = icon('M13 8H3.5M7 4 3 8l4 4')
export const GuardIcon = icon('M8 1.8 13.5 3.7v4c0 3.2-2.2 5.4-5.5 6.5-3.3-1.1-5.5-3.3-5.5-6.5v-4zM8 5v3.2M8 10.6v.01')
export const BrokenIcon = icon(
  'M7 4.5l1.8-1.8a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.8 1.8a3.2 3.2 0 0 1-4.5-4.5L4.5 7M2 2l12 12',
)
export const MapIcon = icon('M2 6.5h4v3H2zM10.5 2h3.5v3h-3.5zM10.5 11h3.5v3h-3.5zM6 8h2M10.5 3.5H8v9h2.5')
export const PulseIcon = icon('M1.5 8.5h3l2-5.5 3 10 2-4.5h3')
export const JournalIcon = icon('M3.5 2h9v12h-9zM6 5h4M6 8h4M6 11h2')
export const LockIcon = icon('M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3 7h10v6.5H3zM8 9.5v1.5')
