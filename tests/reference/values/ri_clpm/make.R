# Values of lavaan for the RI-CLPM without measurement error. Run in this folder: Rscript make.R
suppressMessages({library(lavaan); library(plm); library(jsonlite)})

syntax <- function(waves, paths = FALSE, residuals = FALSE, means = FALSE, without = character()) {
  t <- seq_len(waves)
  name <- function(kind, step, same) if (same) kind else paste0(kind, step)
  intercepts <- if ("intercepts" %in% without) c() else c(
    paste0("RIx =~ ", paste0("1*x", t, collapse = " + ")),
    paste0("RIy =~ ", paste0("1*y", t, collapse = " + ")),
    "RIx ~~ RIx", "RIy ~~ RIy", "RIx ~~ RIy")
  within <- c(paste0("wx", t, " =~ 1*x", t), paste0("wy", t, " =~ 1*y", t))
  errors <- c(paste0("x", t, " ~~ 0*x", t), paste0("y", t, " ~~ 0*y", t))
  first <- c("wx1 ~~ wx1", "wy1 ~~ wy1", "wx1 ~~ wy1")
  steps <- unlist(lapply(2:waves, function(s) {
    xy <- if ("x_to_y" %in% without) "0" else name("xy", s, paths)
    yx <- if ("y_to_x" %in% without) "0" else name("yx", s, paths)
    c(sprintf("wx%d ~ %s*wx%d + %s*wy%d", s, name("xx", s, paths), s - 1, yx, s - 1),
      sprintf("wy%d ~ %s*wx%d + %s*wy%d", s, xy, s - 1, name("yy", s, paths), s - 1),
      sprintf("wx%d ~~ %s*wx%d", s, name("qxx", s, residuals), s),
      sprintf("wx%d ~~ %s*wy%d", s, name("qxy", s, residuals), s),
      sprintf("wy%d ~~ %s*wy%d", s, name("qyy", s, residuals), s))
  }))
  levels <- c(paste0("x", t, " ~ ", if (means) "mx*1" else "1"),
              paste0("y", t, " ~ ", if (means) "my*1" else "1"))
  paste(c(intercepts, within, errors, first, steps, levels), collapse = "\n")
}

matrices <- function(fit, waves, column) {
  e <- parameterEstimates(fit)
  get <- function(l, op, r) {
    v <- e[e$lhs == l & e$op == op & e$rhs == r, column]
    if (length(v) == 0) v <- e[e$lhs == r & e$op == op & e$rhs == l, column]
    if (length(v) == 0) 0 else v[1]
  }
  two <- function(a, b) list(c(get(a, "~~", a), get(a, "~~", b)), c(get(a, "~~", b), get(b, "~~", b)))
  list(
    paths = lapply(2:waves, function(s) {
      a <- paste0(c("wx", "wy"), s); b <- paste0(c("wx", "wy"), s - 1)
      lapply(a, function(to) c(get(to, "~", b[1]), get(to, "~", b[2])))
    }),
    residuals = lapply(2:waves, function(s) two(paste0("wx", s), paste0("wy", s))),
    first = two("wx1", "wy1"), intercepts = two("RIx", "RIy"),
    means = lapply(seq_len(waves), function(s) c(get(paste0("x", s), "~1", ""), get(paste0("y", s), "~1", ""))))
}

values <- function(data, waves, missing, information, ...) {
  wide <- data[, c(paste0("x", seq_len(waves)), paste0("y", seq_len(waves)))]
  # lavaan's search gives up when asked for more than it can: the first that arrives counts.
  for (precision in c(1e-12, 1e-11, 1e-10)) {
    fit <- suppressWarnings(lavaan(syntax(waves, ...), wide, missing = missing, information = information,
      meanstructure = TRUE, em.h1.iter.max = 50000, em.h1.tol = 1e-10,
      control = list(iter.max = 20000, eval.max = 40000, rel.tol = precision)))
    if (lavInspect(fit, "converged") && is.finite(fitMeasures(fit)[["baseline.chisq"]])) break
  }
  stopifnot(lavInspect(fit, "converged"))
  m <- fitMeasures(fit)
  list(estimates = matrices(fit, waves, "est"), se = matrices(fit, waves, "se"),
       measures = as.list(m[c("logl", "aic", "bic", "npar", "ntotal", "chisq", "df", "pvalue",
         "baseline.chisq", "baseline.df", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "srmr")]))
}

simulate <- function(units, waves, seed, gaps) {
  set.seed(seed)
  level <- matrix(rnorm(2 * units), units) %*% chol(matrix(c(1, .4, .4, 1), 2))
  now <- matrix(rnorm(2 * units), units) %*% chol(matrix(c(1, .3, .3, 1), 2))
  phi <- matrix(c(.5, .25, .1, .4), 2)  # columns: from x, from y
  out <- NULL
  for (t in seq_len(waves)) {
    out <- cbind(out, now + level + t / 10)
    now <- now %*% t(phi) + matrix(rnorm(2 * units), units) %*% chol(matrix(c(.7, .2, .2, .8), 2))
  }
  out <- round(out, 3)
  out[runif(length(out)) < gaps] <- NA
  colnames(out) <- as.vector(rbind(paste0("x", seq_len(waves)), paste0("y", seq_len(waves))))
  as.data.frame(out[, c(paste0("x", seq_len(waves)), paste0("y", seq_len(waves)))])
}

write <- function(data, file) write.csv(data, file, row.names = FALSE, na = "", quote = FALSE)
write(simulate(250, 6, 20261, 0), "simulated.csv")
write(simulate(250, 5, 20262, .12), "gaps.csv")
data(Wages, package = "plm")
wages <- data.frame(id = rep(1:595, each = 7), year = rep(1:7, 595), x = Wages$wks, y = round(Wages$lwage, 4))
wages <- reshape(wages[wages$year <= 4, ], idvar = "id", timevar = "year", direction = "wide", sep = "")
write(wages[, c(paste0("x", 1:4), paste0("y", 1:4))], "wages.csv")
data(EmplUK, package = "plm")
firms <- data.frame(id = EmplUK$firm, year = EmplUK$year - 1976, x = round(log(EmplUK$wage), 4), y = round(log(EmplUK$emp), 4))
firms <- reshape(firms[firms$year %in% 1:6, ], idvar = "id", timevar = "year", direction = "wide", sep = "")
write(firms[, c(paste0("x", 1:6), paste0("y", 1:6))], "firms.csv")
growth <- Demo.growth; names(growth)[names(growth) %in% paste0("c", 1:4)] <- paste0("x", 1:4)
names(growth)[names(growth) %in% paste0("t", 1:4)] <- paste0("y", 1:4)
write(round(growth[, c(paste0("x", 1:4), paste0("y", 1:4))], 3), "growth.csv")

cases <- list()
add <- function(file, waves, missing = "listwise", information = "expected", ...) {
  cases[[length(cases) + 1]] <<- c(list(data = file, waves = waves, missing = missing,
    information = information, options = list(...)), values(read.csv(file), waves, missing, information, ...))
}
for (w in 3:6) add("simulated.csv", w)
add("simulated.csv", 6, paths = TRUE)
add("simulated.csv", 6, paths = TRUE, residuals = TRUE)
add("simulated.csv", 6, paths = TRUE, residuals = TRUE, means = TRUE)
add("simulated.csv", 5, without = "x_to_y")
add("simulated.csv", 5, paths = TRUE, without = c("x_to_y", "y_to_x"))
for (w in c(2, 5)) add("simulated.csv", w, without = "intercepts")
add("simulated.csv", 4, information = "observed")
add("simulated.csv", 4, information = "observed", means = TRUE)
add("growth.csv", 4)
for (f in c("wages.csv", "growth.csv")) { add(f, 4, paths = TRUE); add(f, 4, paths = TRUE, residuals = TRUE) }
add("gaps.csv", 3, "ml", "observed")
add("gaps.csv", 5, "ml", "observed")
add("gaps.csv", 5, "ml", "expected")
add("gaps.csv", 5, "ml", "observed", paths = TRUE, residuals = TRUE, means = TRUE)
add("gaps.csv", 5, "ml", "observed", paths = TRUE, without = "x_to_y")
add("gaps.csv", 5, "listwise", "expected", paths = TRUE)
add("firms.csv", 6, "ml", "observed", paths = TRUE)
write_json(list(
  source = paste("R lavaan, random-intercept cross-lagged panel model, error variances nil (make.R beside this file).",
    "simulated.csv and gaps.csv: planted in make.R; wages.csv: weeks worked and log wage of plm Wages, 4 years;",
    "firms.csv: log wage and log employment of plm EmplUK, 1977-1982, unbalanced; growth.csv: lavaan Demo.growth"),
  versions = list(R = R.version.string, lavaan = as.character(packageVersion("lavaan"))),
  tolerance = 5e-5,
  tolerance_reason = paste("of the larger of 1 and the value: lavaan stops its search at a relative change of 1e-10 to",
    "1e-12 of the discrepancy, which leaves flat directions (intercepts against first period) open in the 5th decimal"),
  cases = cases), "expected.json", auto_unbox = TRUE, digits = I(9), na = "null")
