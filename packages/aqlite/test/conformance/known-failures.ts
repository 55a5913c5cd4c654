/** Captures that are not answered exactly, with the reason. A case leaves the list when it passes; none is added. */
export const knownFailures: Readonly<Record<string, string>> = {
  aqlDateTimeToUTC_3_single: 'shows the version of the time zone database, which is that of the runtime',
  aqlRegexMatches_3_single: 'the captured text doubles the backslashes of what the server was asked',
  aqlRegexSplit_1_single: 'the captured text doubles the backslashes of what the server was asked',
  aqlRegexTest_2_single: 'the captured text doubles the backslashes of what the server was asked',
  joinTuples_single: 'its data set is not among the captured data sets',
};
