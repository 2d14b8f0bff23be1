# Values of plm::pgmm on variants of the employment equation. Run in this folder: Rscript make.R
suppressMessages({library(plm); library(jsonlite)})
panel <- pdata.frame(read.csv("../arellano_bond/abdata.csv"), index = c("id", "year"))

values <- function(formula, effect, model, collapse) {
  g <- pgmm(formula, panel, effect = effect, model = model, collapse = collapse, transformation = "d")
  s <- suppressWarnings(summary(g, robust = TRUE))
  b <- if (model == "onestep") g$coefficients else g$coefficients[[2]]
  own <- !names(b) %in% as.character(1976:1984)
  tests <- function(...) suppressWarnings(sapply(1:2, function(order) as.numeric(mtest(g, order, ...)$statistic)))
  found <- list(order = names(b)[own], coefficients = unname(b[own]), se_robust = unname(sqrt(diag(vcovHC(g)))[own]),
    sargan_robust = as.numeric(s$sargan$statistic), sargan_df = as.numeric(s$sargan$parameter),
    sargan_robust_p = as.numeric(s$sargan$p.value), autocorrelation_robust = tests(vcov = vcovHC(g)))
  # plm's classical variance after one step lacks the error variance: it is no standard error.
  if (model == "twosteps") c(found, list(se = unname(sqrt(diag(vcov(g)))[own]), autocorrelation = tests())) else found
}
cases <- list()
for (model in c("onestep", "twosteps")) for (effect in c("twoways", "individual")) for (collapse in c(FALSE, TRUE)) {
  add <- function(kind, first, last) {
    text <- if (kind == "own") "n ~ lag(n, 1:2) + lag(w, 0:1) + k | lag(n, %1$d:%2$d)" else "n ~ lag(n, 1) + w | lag(n, %1$d:%2$d) + lag(w, %1$d:%2$d)"
    cases[[length(cases) + 1]] <<- c(list(model = model, effect = effect, collapse = collapse, kind = kind, first = first, last = last),
      values(as.formula(sprintf(text, first, last)), effect, model, collapse))
  }
  add("own", 2L, 99L); add("own", 3L, 5L); add("all", 2L, 4L)
}
write_json(list(
  source = "R plm::pgmm on the firms of Arellano and Bond (../arellano_bond/abdata.csv), transformation d (make.R beside this file)",
  versions = list(R = R.version.string, plm = as.character(packageVersion("plm"))),
  tolerance = 1e-6, tolerance_reason = "closed forms: what remains is rounding in the inversion of 10 to 60 collinear instruments",
  cases = cases), "expected.json", auto_unbox = TRUE, digits = I(10), na = "null")
