META
key;value
num_projects;2
num_votes;2
budget;10
vote_type;approval
PROJECTS
project_id;cost;name
a;4;Лавочки
b;11;Мост через реку
VOTES
voter_id;vote
v1;a,b
v2;b
