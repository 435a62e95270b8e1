package org.tocsin.report;

import org.tocsin.report.CsvRows.Key;

/** The figures of one section as rows of a table. */
final class FigureRows {

    private FigureRows() {}

    static void write(CsvRows rows, Section section, Figures figures) {
        of(rows, "people", section).addPeople(figures.people());
        figures.byLocale()
                .forEach((locale, people) ->
                        of(rows, "byLocale", section).with(Key.LOCALE, locale).addPeople(people));
        figures.byCountry().forEach((country, people) -> of(rows, "byCountry", section)
                .with(Key.COUNTRY, country)
                .addPeople(people));
        figures.byRegion()
                .forEach((country, regions) -> regions.forEach((region, people) -> of(rows, "byRegion", section)
                        .with(Key.COUNTRY, country)
                        .with(Key.REGION, region)
                        .addPeople(people)));
        figures.byChannel().forEach((channel, over) -> {
            CsvRows.Group people = of(rows, "byChannel", section).with(Key.CHANNEL, channel);
            people.add("reachedConfirmed", over.reachedConfirmed());
            people.add("reachedUnconfirmed", over.reachedUnconfirmed());
            CsvRows.Group deliveries = of(rows, "deliveries", section).with(Key.CHANNEL, channel);
            over.deliveries().forEach(deliveries::add);
        });
        figures.unreached()
                .forEach((why, people) ->
                        of(rows, "unreached", section).with(Key.WHY, why).add("people", people));
        figures.excluded()
                .forEach((why, people) ->
                        of(rows, "excluded", section).with(Key.WHY, why).add("people", people));
        for (Figures.Failures failed : figures.failures()) {
            of(rows, "failures", section)
                    .with(Key.CHANNEL, failed.channel())
                    .with(Key.WHY, failed.reason())
                    .with(Key.CLASS, failed.failureClass())
                    .with(Key.CODE, failed.code())
                    .add("deliveries", failed.deliveries());
        }
        CsvRows.Group told = of(rows, "told", section);
        told.add("people", figures.told().people());
        write(told, "At", figures.told().at());
        write(told, "FromDiscovery", figures.told().fromDiscovery());
        write(told, "FromApproval", figures.told().fromApproval());
    }

    private static void write(CsvRows.Group rows, String what, Told.Quantiles<?> quantiles) {
        if (quantiles != null) {
            rows.add("first" + what, quantiles.first());
            rows.add("median" + what, quantiles.median());
            rows.add("p90" + what, quantiles.p90());
            rows.add("p95" + what, quantiles.p95());
            rows.add("p99" + what, quantiles.p99());
            rows.add("last" + what, quantiles.last());
        }
    }

    private static CsvRows.Group of(CsvRows rows, String figure, Section section) {
        return rows.group(figure).with(Key.SECTION, section);
    }
}
