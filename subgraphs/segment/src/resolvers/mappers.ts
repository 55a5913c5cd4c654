/** GraphQL type to the domain type behind it, as the generated resolver types import it. */
export const mappers: Record<string, string> = {
  Segment: '../segments/segment.ts#Segment',
};
