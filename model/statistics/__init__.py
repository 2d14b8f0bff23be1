"""The statistics: arrays in, small frozen dataclasses out.

Each can be used by itself: ``from model.statistics.ri_clpm import ri_clpm``. Arrays of a panel have
shape (units, periods), NaN is a gap, and x is what may go before y. Who cannot be helped is told
why: ``applicable`` is False and ``note`` says the reason.

Which went before (the verdict)
    error_var.error_var : latent VAR(1) with random intercepts and known measurement error
    lag_search.lag_search : the same at every lag of a window, with a confidence set of the lag
    permutation.permutation_gate : is there any relation at all
    eiv.eiv_hpj : half-panel jackknife, cleared of known measurement error
    placebo.placebo_future : next period's x as a cause of this period's y
    local_projection.local_projections : the shape over lags
    moderation.moderation : does it grow with what a unit has, such as leadership support
    leave_out.without_one_unit, leave_out.without_one_period : does it hang on one
    common_shock.common_shock, long_memory.own_memory, long_memory.later_lag,
    unequal_persistence.unequal_persistence : what the model does not hold for
Which went before (as the literature has it, for comparison)
    ri_clpm.ri_clpm : cross-lagged panel model without measurement error (lavaan)
    difference_gmm.difference_gmm : Arellano-Bond, its errors and tests (plm, xtabond)
    granger.dumitrescu_hurlin : Granger tests per unit, put together (plm::pgrangertest)
    granger.two_way_effects : Granger regression with unit and period effects (plm)
    two_way.two_way_regression : any regression with unit and period effects (plm, xtreg, reghdfe)
    within.fit_within : the same by half-panel jackknife, with known measurement error
May answers be averaged
    reliability.cronbach_alpha, reliability.mcdonald_omega : do items measure one thing (psych)
    agreement.unit_icc : ICC(1) and ICC(2) (multilevel)
    agreement.r_wg, agreement.r_wg_j, agreement.average_deviation : agreement in a unit (multilevel)
    agreement.rater_icc : the six ICCs of raters (psych::ICC)
    agreement.ceiling_share : answers at the end of the scale
    aggregation.may_be_averaged : what follows from these, in words
    mixed_model.mixed_model : levels and slopes per unit, ML or REML (lme4, nlme)
How sure is a number
    sampling.mean_score, sampling.share, sampling.nps : standard errors, weights (survey)
    sampling.pooled_standard_errors, sampling.change : small units; is a difference real
    multiple_testing.adjusted_p : Benjamini-Hochberg, Holm and others (R's adjusted p)
    power.chance_to_see, power.chances, power.units_needed, power.periods_needed,
    power.smallest_effect, power.reliability_with : what it takes
Pictures
    aligned.turning_points, aligned.aligned_trajectories
Machinery
    of the latent model: latent_panel, latent_var, latent_fit, latent_moments, kalman, kalman_alike,
    maximise, surprises, diagnostic, waves, error_var_words; of covariance models: fiml,
    fit_measures; of all: within_moments, applicability, compiled, threads
"""
