# Student growth percentiles of a wide file by quantreg, as the reference package computes them: for every number of prior
# scores the regressions at 100 quantiles on B-splines, fitted values sorted and rounded, percentiles counted.
#
#   Rscript growth.R INPUT PROGRESSION METHOD OUT
#
# Prints the seconds that the regressions took; reading, percentiles and writing are not counted.
suppressMessages({library(quantreg); library(splines)})
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1], colClasses = "character")
grades <- strsplit(arguments[2], ",")[[1]]
method <- arguments[3]
years <- sort(sub("^GRADE_", "", grep("^GRADE_", names(data), value = TRUE)))
years <- tail(years, length(grades))
grade <- function(i) data[[paste0("GRADE_", years[i])]]
score <- function(i) as.numeric(data[[paste0("SS_", years[i])]])
last <- length(grades)
taus <- (1:100 - 0.5) / 100
knots <- lapply(seq_len(last - 1), function(i) {
  known <- unlist(lapply(seq_len(last - 1), function(j) score(j)[grade(j) == grades[i]]))
  known <- known[!is.na(known)]
  list(inner = round(as.vector(quantile(known, c(.2, .4, .6, .8))), 3), outer = round(extendrange(known, f = .1), 3))
})
percentile <- rep(NA, nrow(data))
order <- rep(NA, nrow(data))
seconds <- 0
for (k in seq_len(last - 1)) {
  member <- Reduce(`&`, lapply(0:k, function(i) grade(last - i) == grades[last - i] & !is.na(score(last - i))))
  y <- score(last)[member]
  design <- do.call(cbind, lapply(seq_len(k), function(i) {
    own <- knots[[last - i]]
    bs(score(last - i)[member], knots = own$inner, Boundary.knots = own$outer)
  }))
  seconds <- seconds + system.time(fit <- suppressWarnings(rq(y ~ design, tau = taus, method = method)))[["elapsed"]]
  fitted <- round(t(apply(cbind(1, design) %*% coef(fit), 1, sort)), 5)
  percentile[member] <- pmin(99, pmax(1, rowSums(fitted < y)))
  order[member] <- k
}
known <- !is.na(percentile)
write.csv(data.frame(ID = data$ID, SGP = percentile, order = order)[known, ], arguments[4], row.names = FALSE, quote = FALSE)
cat(seconds, "\n")
