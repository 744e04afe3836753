/**
 * Passwords of the users in the cases, hashed with the least work that Argon2 allows: what follows `PASSHASH` in `DEFINE
 * USER`. The database's own hash takes a tenth of a second for each definition and each sign-in.
 */
export const quickHashes = {
  root: "$argon2d$v=19$m=8,t=1,p=1$AAAAAAAAAAA$9xCi1XXaBMBhxw6ZcfkNB9Fm+bG/xkTtBS0DkXOpGmKArBBSMjBDRdhPZFIjxYBmYDOovhhf/LOwvHlSsNAP7w",
  bunch:
    "$argon2d$v=19$m=8,t=1,p=1$AAAAAAAAAAA$zn2S/blLekGbZ7by0bUA6pH62hDr8aknfonxAn5/HenEoF3E1M9H/csh66RkPfv+xKEef/vfLQJjS+wzaonbwg",
  lantern:
    "$argon2d$v=19$m=8,t=1,p=1$AAAAAAAAAAA$kHNY8NDNuIGgPWQ2dn/RPlcTKw25MM7N7t98NKumps7VZvOPxJW1Wdq3bTdSwEO51qt9KqFag3H9foWaAoVDTA",
  clerk:
    "$argon2d$v=19$m=8,t=1,p=1$AAAAAAAAAAA$CrjlzR4QwEovzW/Q8Kr8ve/LXsFNrltTk/6HQfZQq1F6OvoF9K6pqCePoe6CUMBxi8ACh5tGxjbE15qU5atLlg",
  x: "$argon2d$v=19$m=8,t=1,p=1$AAAAAAAAAAA$lbqbaurX2KLSDGR4tiO05la9S35d2MezXY6j7MdKmt3bj1G3OIuvkWgf3ivYdb3CaaxG1k+fEzoGWDZZe/So7g",
  viewer:
    "$argon2d$v=19$m=8,t=1,p=1$AAAAAAAAAAA$fTry8GF5+e23YKgly8MTGlhDTiS/MziJWmn7GSyTla9f2mRFgyBYpLJQKoFpiwgBas9owrmdI3o6VBNzeaLsrA",
} as const;
