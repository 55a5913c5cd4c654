// Imported before anything of Apollo, which reads it while it loads.
process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
