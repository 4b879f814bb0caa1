# git: init, commit, branch, merge, log, diff, clone, gc.
set -eu
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
export GIT_AUTHOR_DATE='1700000000 +0000' GIT_COMMITTER_DATE='1700000000 +0000' GIT_CONFIG_GLOBAL=/dev/null GIT_PAGER=cat
git init -q -b main repo; cd repo
seq 100 > file; git add file; git commit -q -m first; git log --format='%H %s'
git checkout -q -b side; sed -i '50s/$/ changed/' file; git commit -qam 'on the side'; git diff HEAD~ --stat
git checkout -q main; echo more >> file; git commit -qam 'on main'; git merge -q -m merged side; git log --oneline --graph | sed 's/[0-9a-f]\{7,\}/ID/'
git rev-parse HEAD; git status --short | wc -l; git blame -s file | tail -n 1 | cut -c10-; git grep -c changed
for i in $(seq 20); do echo "$i" > "f$i"; done; git add .; git commit -q -m many; git gc -q; git fsck --no-progress; git count-objects -v | grep -E '^(count|in-pack|packs)'
cd ..; git clone -q repo copy; git -C copy log -1 --format=%T; git -C copy show --stat --format=%s HEAD | tail -n 1
git -C copy archive HEAD | tar tf - | wc -l; git -C copy rebase -q HEAD~1; git -C copy stash list | wc -l
