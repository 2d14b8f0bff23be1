# Values of plm and sandwich for the usual lead tests. Run in this folder: Rscript make.R
suppressMessages({library(plm); library(sandwich); library(jsonlite)})
write <- function(data, file) write.csv(data, file, row.names = FALSE, quote = FALSE, na = "")
set.seed(20269)
units <- 16; periods <- 18
x <- y <- matrix(0, units, periods)
level <- rnorm(units)
for (t in 2:periods) {
  x[, t] <- .5 * x[, t - 1] + rnorm(units)
  y[, t] <- level + .3 * y[, t - 1] + .25 * x[, t - 1] + rnorm(units)
}
planted <- data.frame(unit = rep(1:units, each = periods), period = rep(1:periods, units), x = round(c(t(x)), 3), y = round(c(t(y)), 3))
write(planted, "planted.csv")
late <- planted[planted$period > (planted$unit %% 5), ]  # units that came later
write(late, "late.csv")
holes <- planted[-sample(nrow(planted), 25), ]
write(holes, "holes.csv")

dumitrescu <- list()
for (file in c("planted", "late")) for (order in if (file == "late") 1:2 else 1:3) for (cause in c("x", "y")) {
  d <- pdata.frame(get(file), index = c("unit", "period"))
  f <- if (cause == "x") y ~ x else x ~ y
  g <- function(test) pgrangertest(f, d, test = test, order = order)
  z <- g("Ztilde")
  dumitrescu[[length(dumitrescu) + 1]] <- list(data = file, order = order, cause = cause, wald = z$indgranger$Chisq,
    w_bar = as.numeric(g("Wbar")$statistic), z_tilde = as.numeric(z$statistic), p_z_tilde = as.numeric(z$p.value),
    z_bar = if (file == "planted") as.numeric(g("Zbar")$statistic) else NA)
}

two_way <- lapply(c(planted = "planted", holes = "holes", late = "late"), function(file) {
  d <- pdata.frame(get(file), index = c("unit", "period"))
  m <- plm(y ~ lag(y, 1) + lag(x, 1), d, model = "within", effect = "twoways")
  se <- function(v) as.numeric(sqrt(diag(v)))
  # Stata (xtreg, fe with period dummies; reghdfe, absorb(unit period)): unit effects are nested in the clusters and cost nothing.
  frame <- data.frame(unit = as.integer(as.character(index(m)[[1]])), period = index(m)[[2]], model.frame(m))
  names(frame)[3:5] <- c("now", "own", "cross")
  dummies <- lm(now ~ own + cross + factor(unit) + factor(period), frame)
  g <- length(unique(frame$unit)); n <- nrow(frame); k <- 2 + length(unique(frame$period))
  hc0 <- vcovCL(dummies, cluster = frame$unit, type = "HC0", cadjust = FALSE)[2:3, 2:3]
  list(n = n, coefficients = as.numeric(coef(m)), se = se(vcov(m)), se_cluster = se(vcovHC(m, type = "HC0", cluster = "group")),
    se_cluster_small = se(vcovHC(m, type = "sss", cluster = "group")), se_cluster_stata = se(hc0 * g / (g - 1) * (n - 1) / (n - k)))
})
write_json(list(
  source = "R plm::pgrangertest, plm within twoways with vcovHC, and sandwich::vcovCL on lm with dummies, data planted (make.R beside this file)",
  versions = sapply(c("plm", "sandwich"), function(p) as.character(packageVersion(p)), simplify = FALSE),
  tolerance = 1e-8, tolerance_reason = "closed forms, equal to rounding", dumitrescu = dumitrescu, two_way = two_way),
  "expected.json", auto_unbox = TRUE, digits = I(12), na = "null")
