-- On Citus only, between the tables and the functions: everything of one agency is on one node.
SELECT create_reference_table('precinct.person');
SELECT create_reference_table('precinct.pack');
SELECT create_distributed_table('precinct.journal', 'agency_id');
SELECT create_distributed_table('precinct.event', 'agency_id', colocate_with => 'precinct.journal');
SELECT create_distributed_table('precinct.case_now', 'agency_id', colocate_with => 'precinct.journal');
SELECT create_distributed_table('precinct.access_log', 'agency_id', colocate_with => 'precinct.journal');
