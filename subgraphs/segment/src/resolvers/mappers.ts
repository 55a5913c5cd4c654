/** GraphQL type to the domain type behind it, as the generated resolver types import it. */
export const mappers: Record<string, string> = {
  IdempotencyConflict: '../input/invalid-input.ts#IdempotencyConflict',
  InvalidInput: '../input/invalid-input.ts#InvalidInput',
  InvalidRule: '../rules/rule-input.ts#InvalidRule',
  Profile: '../profiles/profile.ts#Profile',
  ProfileSegmentConnection: '../memberships/profile-segment-service.ts#ProfileSegmentConnection',
  ProfileSegmentEdge: '../memberships/profile-segment-service.ts#ProfileSegmentEdge',
  Segment: '../segments/segment.ts#Segment',
  SegmentActivity: '../activity/activity-repository.ts#Activity',
  SegmentChanged: '../segments/segment-command-service.ts#SegmentChanged',
  SegmentMemberConnection: '../memberships/member-service.ts#MemberConnection',
  SegmentMembersChanged: '../static/member-command-service.ts#SegmentMembersChanged',
  SegmentOverlap: '../overlap/overlap-service.ts#SegmentOverlap',
  SegmentPreview: '../preview/preview-service.ts#SegmentPreview',
  SegmentRefused: '../segments/segment-command-service.ts#SegmentRefused',
};
