/** Every scope of the platform. */
export const allScopes = [
  'profile:read',
  'profile:pii',
  'profile:write',
  'journey:read',
  'segment:read',
  'segment:write',
  'insight:run',
  'recommendation:read',
  'ingestion:read',
  'admin',
] as const;

export type Scope = (typeof allScopes)[number];

export interface Role {
  readonly title: string;
  readonly scopes: readonly Scope[];
  /** Who signs in for this role. */
  readonly person: { readonly id: string; readonly name: string };
}

export const roles = {
  frontend: {
    title: 'Front-end developer',
    scopes: ['profile:read', 'journey:read', 'segment:read', 'recommendation:read'],
    person: { id: 'demo-frontend', name: 'Robin Reyes' },
  },
  analyst: {
    title: 'Analyst',
    scopes: ['profile:read', 'journey:read', 'segment:read', 'insight:run'],
    person: { id: 'demo-analyst', name: 'Ada Okafor' },
  },
  partner: {
    title: 'Partner',
    scopes: ['recommendation:read'],
    person: { id: 'demo-partner', name: 'Pat Lindqvist' },
  },
  engineer: {
    title: 'Data engineer',
    scopes: ['ingestion:read', 'profile:read', 'profile:pii', 'profile:write', 'journey:read'],
    person: { id: 'demo-engineer', name: 'Edgar Sato' },
  },
  admin: {
    title: 'Administrator',
    scopes: allScopes,
    person: { id: 'demo-admin', name: 'Alex Moreau' },
  },
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof roles;

export const roleNames = Object.keys(roles) as RoleName[]; // the keys of a constant object

/** The role of the person with this id. Null when nobody has it. */
export function roleOfPerson(personId: string): Role | null {
  return Object.values<Role>(roles).find(({ person }) => person.id === personId) ?? null;
}
