//! States, provinces and prefectures, as code and name. From libaddressinput; see `countries.rs`.

type States = &'static [(&'static str, &'static str)];

#[rustfmt::skip]
pub(super) const AU: States = &[
    ("ACT", "Australian Capital Territory"), ("NSW", "New South Wales"), ("NT", "Northern Territory"),
    ("QLD", "Queensland"), ("SA", "South Australia"), ("TAS", "Tasmania"), ("VIC", "Victoria"),
    ("WA", "Western Australia"),
];

#[rustfmt::skip]
pub(super) const CA: States = &[
    ("AB", "Alberta"), ("BC", "British Columbia"), ("MB", "Manitoba"), ("NB", "New Brunswick"),
    ("NL", "Newfoundland and Labrador"), ("NT", "Northwest Territories"), ("NS", "Nova Scotia"),
    ("NU", "Nunavut"), ("ON", "Ontario"), ("PE", "Prince Edward Island"), ("QC", "Quebec"),
    ("SK", "Saskatchewan"), ("YT", "Yukon"),
];

#[rustfmt::skip]
pub(super) const IT: States = &[
    ("AG", "Agrigento"), ("AL", "Alessandria"), ("AN", "Ancona"), ("AR", "Arezzo"), ("AP", "Ascoli Piceno"),
    ("AT", "Asti"), ("AV", "Avellino"), ("BA", "Bari"), ("BT", "Barletta-Andria-Trani"), ("BL", "Belluno"),
    ("BN", "Benevento"), ("BG", "Bergamo"), ("BI", "Biella"), ("BO", "Bologna"), ("BZ", "Bolzano"),
    ("BS", "Brescia"), ("BR", "Brindisi"), ("CA", "Cagliari"), ("CL", "Caltanissetta"),
    ("CB", "Campobasso"), ("CI", "Carbonia-Iglesias"), ("CE", "Caserta"), ("CT", "Catania"),
    ("CZ", "Catanzaro"), ("CH", "Chieti"), ("CO", "Como"), ("CS", "Cosenza"), ("CR", "Cremona"),
    ("KR", "Crotone"), ("CN", "Cuneo"), ("EN", "Enna"), ("FM", "Fermo"), ("FE", "Ferrara"),
    ("FI", "Firenze"), ("FG", "Foggia"), ("FC", "Forlì-Cesena"), ("FR", "Frosinone"), ("GE", "Genova"),
    ("GO", "Gorizia"), ("GR", "Grosseto"), ("IM", "Imperia"), ("IS", "Isernia"), ("AQ", "L'Aquila"),
    ("SP", "La Spezia"), ("LT", "Latina"), ("LE", "Lecce"), ("LC", "Lecco"), ("LI", "Livorno"),
    ("LO", "Lodi"), ("LU", "Lucca"), ("MC", "Macerata"), ("MN", "Mantova"), ("MS", "Massa-Carrara"),
    ("MT", "Matera"), ("VS", "Medio Campidano"), ("ME", "Messina"), ("MI", "Milano"), ("MO", "Modena"),
    ("MB", "Monza e della Brianza"), ("NA", "Napoli"), ("NO", "Novara"), ("NU", "Nuoro"),
    ("OG", "Ogliastra"), ("OT", "Olbia-Tempio"), ("OR", "Oristano"), ("PD", "Padova"), ("PA", "Palermo"),
    ("PR", "Parma"), ("PV", "Pavia"), ("PG", "Perugia"), ("PU", "Pesaro e Urbino"), ("PE", "Pescara"),
    ("PC", "Piacenza"), ("PI", "Pisa"), ("PT", "Pistoia"), ("PN", "Pordenone"), ("PZ", "Potenza"),
    ("PO", "Prato"), ("RG", "Ragusa"), ("RA", "Ravenna"), ("RC", "Reggio Calabria"),
    ("RE", "Reggio nell'Emilia"), ("RI", "Rieti"), ("RN", "Rimini"), ("RM", "Roma"), ("RO", "Rovigo"),
    ("SA", "Salerno"), ("SS", "Sassari"), ("SV", "Savona"), ("SI", "Siena"), ("SR", "Siracusa"),
    ("SO", "Sondrio"), ("TA", "Taranto"), ("TE", "Teramo"), ("TR", "Terni"), ("TO", "Torino"),
    ("TP", "Trapani"), ("TN", "Trento"), ("TV", "Treviso"), ("TS", "Trieste"), ("UD", "Udine"),
    ("AO", "Valle d'Aosta"), ("VA", "Varese"), ("VE", "Venezia"), ("VB", "Verbano-Cusio-Ossola"),
    ("VC", "Vercelli"), ("VR", "Verona"), ("VV", "Vibo Valentia"), ("VI", "Vicenza"), ("VT", "Viterbo"),
];

#[rustfmt::skip]
pub(super) const JP: States = &[
    ("Aichi", "Aichi"), ("Akita", "Akita"), ("Aomori", "Aomori"), ("Chiba", "Chiba"), ("Ehime", "Ehime"),
    ("Fukui", "Fukui"), ("Fukuoka", "Fukuoka"), ("Fukushima", "Fukushima"), ("Gifu", "Gifu"),
    ("Gunma", "Gunma"), ("Hiroshima", "Hiroshima"), ("Hokkaido", "Hokkaido"), ("Hyogo", "Hyogo"),
    ("Ibaraki", "Ibaraki"), ("Ishikawa", "Ishikawa"), ("Iwate", "Iwate"), ("Kagawa", "Kagawa"),
    ("Kagoshima", "Kagoshima"), ("Kanagawa", "Kanagawa"), ("Kochi", "Kochi"), ("Kumamoto", "Kumamoto"),
    ("Kyoto", "Kyoto"), ("Mie", "Mie"), ("Miyagi", "Miyagi"), ("Miyazaki", "Miyazaki"),
    ("Nagano", "Nagano"), ("Nagasaki", "Nagasaki"), ("Nara", "Nara"), ("Niigata", "Niigata"),
    ("Oita", "Oita"), ("Okayama", "Okayama"), ("Okinawa", "Okinawa"), ("Osaka", "Osaka"), ("Saga", "Saga"),
    ("Saitama", "Saitama"), ("Shiga", "Shiga"), ("Shimane", "Shimane"), ("Shizuoka", "Shizuoka"),
    ("Tochigi", "Tochigi"), ("Tokushima", "Tokushima"), ("Tokyo", "Tokyo"), ("Tottori", "Tottori"),
    ("Toyama", "Toyama"), ("Wakayama", "Wakayama"), ("Yamagata", "Yamagata"), ("Yamaguchi", "Yamaguchi"),
    ("Yamanashi", "Yamanashi"),
];

#[rustfmt::skip]
pub(super) const US: States = &[
    ("AL", "Alabama"), ("AK", "Alaska"), ("AS", "American Samoa"), ("AZ", "Arizona"), ("AR", "Arkansas"),
    ("AA", "Armed Forces (AA)"), ("AE", "Armed Forces (AE)"), ("AP", "Armed Forces (AP)"),
    ("CA", "California"), ("CO", "Colorado"), ("CT", "Connecticut"), ("DE", "Delaware"),
    ("DC", "District of Columbia"), ("FL", "Florida"), ("GA", "Georgia"), ("GU", "Guam"), ("HI", "Hawaii"),
    ("ID", "Idaho"), ("IL", "Illinois"), ("IN", "Indiana"), ("IA", "Iowa"), ("KS", "Kansas"),
    ("KY", "Kentucky"), ("LA", "Louisiana"), ("ME", "Maine"), ("MH", "Marshall Islands"),
    ("MD", "Maryland"), ("MA", "Massachusetts"), ("MI", "Michigan"), ("FM", "Micronesia"),
    ("MN", "Minnesota"), ("MS", "Mississippi"), ("MO", "Missouri"), ("MT", "Montana"), ("NE", "Nebraska"),
    ("NV", "Nevada"), ("NH", "New Hampshire"), ("NJ", "New Jersey"), ("NM", "New Mexico"),
    ("NY", "New York"), ("NC", "North Carolina"), ("ND", "North Dakota"),
    ("MP", "Northern Mariana Islands"), ("OH", "Ohio"), ("OK", "Oklahoma"), ("OR", "Oregon"),
    ("PW", "Palau"), ("PA", "Pennsylvania"), ("PR", "Puerto Rico"), ("RI", "Rhode Island"),
    ("SC", "South Carolina"), ("SD", "South Dakota"), ("TN", "Tennessee"), ("TX", "Texas"), ("UT", "Utah"),
    ("VT", "Vermont"), ("VI", "Virgin Islands"), ("VA", "Virginia"), ("WA", "Washington"),
    ("WV", "West Virginia"), ("WI", "Wisconsin"), ("WY", "Wyoming"),
];
