package org.tocsin.leak;

/** The data of made-up victims, of which no piece may be found where it must not be. */
final class Canary {

    static final String MAIL = "qzleakmail";
    static final String DOMAIN = "qzleakdomain";
    static final String NAME = "Qzleakname";
    static final String PHONE = "2025550199";
    static final String ATTRIBUTE = "qzleakattribute";
    static final String STREET = "Qzleakstreet";
    static final String ADDRESS = MAIL + "1@" + DOMAIN + ".example.org";

    static final String CSV =
            """
            customerRef,name,email,phone,locale,country,postalAddress1,city,tariff
            C-1,Qzleakname One,qzleakmail1@qzleakdomain.example.org,+12025550199,en,US,1 Qzleakstreet,Qzleakstreet,qzleakattribute
            C-2,Qzleakname Two,qzleakmail2@qzleakdomain.example.org,(202) 555-0199,en,US,,,
            C-3,Qzleakname Three,qzleakmail3.qzleakdomain.example.org,2025550199-1,qzleakattribute,Qzleakname,,,
            qzleakmail4@qzleakdomain.example.org,Qzleakname Four,,,,,,,
            C-1,Qzleakname Again,qzleakmail5@qzleakdomain.example.org,,,,,,
            C-6,Qzleakname Six,qzleakmail6@qzleakdomain.example.org,+12025550199,en,US,,,
            """;

    private Canary() {}
}
