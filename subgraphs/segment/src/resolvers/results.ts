/** The answers of mutations name the type that they are. */
const byKind = { __resolveType: <Kind extends string>({ kind }: { readonly kind: Kind }): Kind => kind };

export const results = {
  SegmentResult: byKind,
  SegmentMembersResult: byKind,
  SegmentPreviewResult: byKind,
  ScoringRunResult: byKind,
  ArchetypeResult: byKind,
};
