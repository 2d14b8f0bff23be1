# Values of psych, multilevel, survey and base R on answers of people. Run in this folder: Rscript make.R
suppressMessages({library(psych); library(multilevel); library(survey); library(lavaan); library(jsonlite)})
write <- function(data, file) write.csv(data, file, row.names = FALSE, quote = FALSE, na = "")

bfi <- psychTools::bfi[1:250, c(paste0("C", 1:5), paste0("N", 1:5))]
reversed <- c("C4", "C5"); bfi[reversed] <- 7 - bfi[reversed]
write(bfi, "bfi.csv")
constructs <- lapply(c(C = "C", N = "N"), function(k) {
  d <- na.omit(bfi[startsWith(names(bfi), k)])
  a <- alpha(d)
  f <- alpha.ci(a$total$raw_alpha, n.obs = nrow(d), n.var = ncol(d), digits = 12)
  m <- cfa(paste("f =~", paste(names(d), collapse = " + ")), d, std.lv = TRUE, control = list(rel.tol = 1e-10))
  l <- lavInspect(m, "est")
  o <- suppressMessages(suppressWarnings(omega(d, nfactors = 1, fm = "ml", plot = FALSE)))
  list(n = nrow(d), raw = a$total$raw_alpha, standardised = a$total$std.alpha, ase = a$total$ase, feldt = c(f$lower.ci, f$upper.ci),
    omega_raw = sum(l$lambda)^2 / (sum(l$lambda)^2 + sum(diag(l$theta))), omega_standardised = o$omega.tot,
    loadings = as.numeric(standardizedSolution(m)$est.std[seq_len(ncol(d))]))
})

data(lq2002, package = "multilevel")
keep <- unique(lq2002$COMPID)[1:12]
lead <- lq2002[lq2002$COMPID %in% keep, c("COMPID", paste0("LEAD0", 1:5))]
lead <- data.frame(unit = as.integer(factor(lead$COMPID)), lead[-1])
set.seed(20265)
gap <- cbind(sample(nrow(lead), 12), sample(2:6, 12, TRUE)); for (i in 1:12) lead[gap[i, 1], gap[i, 2]] <- NA
write(lead, "lead.csv")
whole <- na.omit(lead); items <- whole[-1]
one <- aov(rowMeans(items) ~ factor(whole$unit))
groups <- list(
  icc1 = ICC1(one), icc2 = ICC2(one), f = summary(one)[[1]][1, 4], p = summary(one)[[1]][1, 5],
  r_wg = rwg(whole$LEAD01, whole$unit, (5^2 - 1) / 12)$rwg, r_wg_j = rwg.j(items, whole$unit, (5^2 - 1) / 12)$rwg.j,
  r_wg_j_skewed = rwg.j(items, whole$unit, 1.34)$rwg.j,
  average_deviation = ad.m(whole$LEAD01, whole$unit)$AD.M, average_deviation_items = ad.m(items, whole$unit)$AD.M,
  average_deviation_median = ad.m(whole$LEAD01, whole$unit, type = "median")$AD.M)

set.seed(20266)
rated <- round(outer(rnorm(14, 5, 1.5), c(0, .8, -.5, .3), "+") + rnorm(56, 0, .9), 1); colnames(rated) <- paste0("rater", 1:4)
write(rated, "ratings.csv")
raters <- ICC(rated, lmer = FALSE)$results
rownames(raters) <- NULL

set.seed(20267)
sampled <- data.frame(score = sample(0:10, 60, TRUE), weight = round(runif(60, .3, 4), 2))
sampled$score[c(4, 31)] <- NA
write(sampled, "sampled.csv")
known <- na.omit(sampled)
known$nps <- 100 * ((known$score >= 9) - (known$score <= 6))
known$yes <- as.numeric(known$score >= 8)
with_se <- function(formula, design) { m <- svymean(formula, design); c(as.numeric(coef(m)), as.numeric(SE(m)), as.numeric(confint(m, df = degf(design)))) }
designs <- list(equal = svydesign(ids = ~1, data = known, weights = ~I(rep(1, nrow(known)))),
  weighted = svydesign(ids = ~1, data = known, weights = ~weight),
  equal_finite = svydesign(ids = ~1, data = known, fpc = ~I(rep(150, nrow(known)))),
  weighted_finite = svydesign(ids = ~1, data = known, weights = ~weight, fpc = ~I(rep(150, nrow(known)))))
means <- lapply(designs, function(d) list(score = with_se(~score, d), nps = with_se(~nps, d), yes = with_se(~yes, d)))
wilson <- suppressWarnings(prop.test(sum(known$yes), nrow(known), correct = FALSE)$conf.int)
set.seed(20268)
p <- c(round(runif(20)^3, 6), .01, .01, 1); write(data.frame(p = p), "p.csv")
adjusted <- sapply(c("BH", "BY", "holm", "hochberg", "bonferroni"), function(m) p.adjust(p, m), simplify = FALSE)
write_json(list(
  source = paste("R (make.R beside this file): psych::alpha, alpha.ci, omega and ICC and lavaan::cfa on bfi.csv (first 250 of psychTools bfi) and ratings.csv (planted);",
    "multilevel ICC1, ICC2, rwg, rwg.j, ad.m on lead.csv (first 12 companies of lq2002, 12 answers taken out); survey::svymean on sampled.csv; base prop.test, p.adjust"),
  versions = sapply(c("psych", "multilevel", "survey", "lavaan"), function(x) as.character(packageVersion(x)), simplify = FALSE),
  tolerance = 1e-6, tolerance_reason = "closed forms agree to rounding; the one-factor model is a search, whose loadings hold to 2e-6",
  constructs = constructs, groups = groups, raters = raters, n = nrow(known), means = means, wilson = as.numeric(wilson), adjusted = adjusted),
  "expected.json", auto_unbox = TRUE, digits = I(12), na = "null")
