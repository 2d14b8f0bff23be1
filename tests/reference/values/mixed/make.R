# Values of lme4 and nlme for mixed models. Run in this folder: Rscript make.R
suppressMessages({library(lme4); library(nlme); library(jsonlite)})
write <- function(data, file) write.csv(data, file, row.names = FALSE, quote = FALSE)
number <- function(f) as.integer(factor(f))

sleep <- with(sleepstudy, data.frame(unit = number(Subject), days = Days, score = round(Reaction, 4)))
dye <- with(Dyestuff, data.frame(unit = number(Batch), score = Yield))
dye2 <- with(Dyestuff2, data.frame(unit = number(Batch), score = Yield))
plates <- with(Penicillin, data.frame(unit = number(plate), score = diameter))
jaws <- with(as.data.frame(Orthodont), data.frame(unit = number(as.character(Subject)), age = age, female = as.integer(Sex == "Female"), score = distance))
set.seed(20264)
teams <- data.frame(unit = rep(1:25, times = sample(2:14, 25, TRUE)))
teams$tenure <- round(rexp(nrow(teams), .5), 2)
teams$x <- round(rnorm(nrow(teams)), 2)
deviation <- matrix(rnorm(75), 25) %*% chol(matrix(c(.5, .2, -.1, .2, .3, 0, -.1, 0, .2), 3))
teams$score <- round(with(teams, 3 + .2 * tenure - .3 * x + deviation[unit, 1] + deviation[unit, 2] * x + .2 * deviation[unit, 3] * tenure + rnorm(nrow(teams), 0, .8)), 3)
for (name in c("sleep", "dye", "dye2", "plates", "jaws", "teams")) write(get(name), paste0(name, ".csv"))

cases <- list()
add <- function(data, fixed, random, correlated = TRUE) for (reml in c(TRUE, FALSE)) {
  d <- get(data)
  right <- function(terms) paste(c("1", terms), collapse = " + ")
  bar <- if (correlated) "|" else "||"
  f <- as.formula(paste0("score ~ ", right(fixed), " + (", right(random), " ", bar, " unit)"))
  m <- suppressMessages(lmer(f, d, REML = reml, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-11, maxfun = 1e5), calc.derivs = FALSE)))
  v <- VarCorr(m)
  between <- if (correlated) unclass(v$unit) else diag(unlist(lapply(v, c)), length(random) + 1)
  one <- list(data = data, fixed = as.list(fixed), random = as.list(random), correlated = correlated, method = if (reml) "reml" else "ml",
    coefficients = I(unname(fixef(m))), se = I(unname(sqrt(diag(as.matrix(vcov(m)))))),
    between = lapply(seq_len(length(random) + 1), function(i) as.list(unname(between[i, ]))), within = sigma(m)^2,
    log_likelihood = as.numeric(logLik(m)), aic = AIC(m), bic = BIC(m))
  n <- if (correlated) {
    r <- as.formula(paste("~", right(random), "| unit"))
    tryCatch(lme(as.formula(paste("score ~", right(fixed))), d, random = r, method = if (reml) "REML" else "ML",
      control = lmeControl(opt = "optim", reltol = 1e-14, msMaxIter = 500, tolerance = 1e-10)), error = function(e) NULL)
  }
  if (!is.null(n)) message(data, " ", reml, " lme4 minus nlme log likelihood: ", as.numeric(logLik(m)) - as.numeric(logLik(n)), " max coefficient ", max(abs(fixef(m) - fixef(n))))
  cases[[length(cases) + 1]] <<- one
}
none <- character()
add("sleep", "days", none); add("sleep", "days", "days"); add("sleep", "days", "days", correlated = FALSE)
add("dye", none, none); add("dye2", none, none); add("plates", none, none)
add("jaws", c("age", "female"), none); add("jaws", c("age", "female"), "age")
add("teams", c("tenure", "x"), none); add("teams", c("tenure", "x"), "x"); add("teams", c("tenure", "x"), c("tenure", "x"))
add("teams", c("tenure", "x"), c("tenure", "x"), correlated = FALSE)
write_json(list(
  source = paste("R lme4::lmer (make.R beside this file), data sleepstudy, Dyestuff, Dyestuff2, Penicillin (plates only) of lme4,",
    "Orthodont of nlme, and teams planted in make.R; nlme::lme gives the same likelihoods to 1e-6, save where a variance is nil (make.R prints both)"),
  versions = list(R = R.version.string, lme4 = as.character(packageVersion("lme4")), nlme = as.character(packageVersion("nlme"))),
  tolerance = 2e-5, tolerance_reason = "relative, of the larger of 1 and the value: lme4's search knows no slopes and stops near 1e-6 of its parameters",
  cases = cases), "expected.json", auto_unbox = TRUE, digits = I(10))
