# Values of lavaan for the random-intercept VAR(1) with known error variances. Rscript make.R, in this folder
suppressMessages({library(lavaan); library(jsonlite)})
waves <- 8; units <- 120; errors <- c(x = .45, y = .6)

set.seed(20263)
level <- matrix(rnorm(2 * units), units) %*% chol(matrix(c(1, .4, .4, 1), 2))
phi <- matrix(c(.5, .3, .05, .4), 2)  # columns: from x, from y
innovation <- matrix(c(.7, .2, .2, .8), 2)
stationary <- matrix(solve(diag(4) - phi %x% phi, c(innovation)), 2)
now <- matrix(rnorm(2 * units), units) %*% chol(stationary)
data <- NULL
for (t in seq_len(waves)) {
  noise <- cbind(rnorm(units, 0, sqrt(errors["x"])), rnorm(units, 0, sqrt(errors["y"])))
  data <- cbind(data, now + level + noise + t / 10)
  now <- now %*% t(phi) + matrix(rnorm(2 * units), units) %*% chol(innovation)
}
colnames(data) <- as.vector(rbind(paste0("x", seq_len(waves)), paste0("y", seq_len(waves))))
data <- as.data.frame(round(data, 3))
write.csv(data, "simulated.csv", row.names = FALSE, quote = FALSE)

syntax <- function(xy = "xy", yx = "yx", is_stationary = FALSE) {
  t <- seq_len(waves)
  c(paste0("RI", c("x", "y"), " =~ ", sapply(c("x", "y"), function(v) paste0("1*", v, t, collapse = " + "))),
    "RIx ~~ oxx*RIx", "RIy ~~ oyy*RIy", "RIx ~~ oxy*RIy",
    paste0("wx", t, " =~ 1*x", t), paste0("wy", t, " =~ 1*y", t),
    paste0("x", t, " ~~ ", errors["x"], "*x", t), paste0("y", t, " ~~ ", errors["y"], "*y", t),
    "wx1 ~~ pxx*wx1", "wy1 ~~ pyy*wy1", "wx1 ~~ pxy*wy1",
    unlist(lapply(2:waves, function(s) c(
      sprintf("wx%d ~ xx*wx%d + %s*wy%d", s, s - 1, yx, s - 1), sprintf("wy%d ~ %s*wx%d + yy*wy%d", s, xy, s - 1, s - 1),
      sprintf("wx%d ~~ qxx*wx%d", s, s), sprintf("wx%d ~~ qxy*wy%d", s, s), sprintf("wy%d ~~ qyy*wy%d", s, s)))),
    paste0("x", t, " ~ 1"), paste0("y", t, " ~ 1"),
    if (is_stationary) c(
      sprintf("pxx == xx^2*pxx + 2*xx*%s*pxy + %s^2*pyy + qxx", yx, yx),
      sprintf("pyy == %s^2*pxx + 2*%s*yy*pxy + yy^2*pyy + qyy", xy, xy),
      sprintf("pxy == xx*%s*pxx + (xx*yy + %s*%s)*pxy + %s*yy*pyy + qxy", xy, yx, xy, yx)))
}
fitted <- function(...) {
  for (precision in c(1e-12, 1e-11, 1e-10, 1e-9)) {
    fit <- suppressWarnings(lavaan(syntax(...), data, meanstructure = TRUE, likelihood = "wishart",
      control = list(iter.max = 20000, eval.max = 40000, rel.tol = precision)))
    if (lavInspect(fit, "converged")) break
  }
  stopifnot(lavInspect(fit, "converged"))
  fit
}
two <- function(e, kind) { v <- function(n) e$est[which(e$label == paste0(kind, n))[1]]; list(c(v("xx"), v("xy")), c(v("xy"), v("yy"))) }
start <- function(is_stationary) {
  free <- fitted(is_stationary = is_stationary)
  e <- parameterEstimates(free)
  v <- function(n) e$est[which(e$label == n)[1]]
  chi2 <- function(f) fitMeasures(f)[["chisq"]]
  list(transition = list(c(v("xx"), v("yx")), c(v("xy"), v("yy"))), innovation = two(e, "q"), first = two(e, "p"), intercept = two(e, "o"),
    chi2 = chi2(free),
    forward_ratio = chi2(fitted(xy = "0", is_stationary = is_stationary)) - chi2(free),
    reverse_ratio = chi2(fitted(yx = "0", is_stationary = is_stationary)) - chi2(free))
}
write_json(list(
  source = "R lavaan, random-intercept VAR(1) with equal paths and fixed error variances, likelihood = wishart (make.R beside this file)",
  versions = list(R = R.version.string, lavaan = as.character(packageVersion("lavaan"))),
  tolerance = 5e-4,
  tolerance_reason = "ours stops when the next step promises less than 1e-6 of log likelihood; in the flattest direction (a unit's level against a slow process) that is 1.5e-4",
  error_variances = errors, free = start(FALSE), stationary = start(TRUE)),
  "expected.json", auto_unbox = TRUE, digits = I(9))
