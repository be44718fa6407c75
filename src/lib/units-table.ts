// Units with exact factors. Sources: NIST Special Publication 811 (2008), appendix B; IEC 80000-13 for kibi, mebi …;
// US customary volumes unless a name says imperial. A line is `symbol | factor to the base unit | names`.

export type Dimension =
	| "length"
	| "mass"
	| "time"
	| "temperature"
	| "data"
	| "data rate"
	| "speed"
	| "volume"
	| "area"
	| "energy"
	| "power"
	| "pressure"
	| "force"
	| "angle"
	| "frequency"
	| "fuel economy";

/** The base unit of each dimension is the one with factor 1. */
export const unitLines: Readonly<Record<Dimension, string>> = {
	length: `m|1|metre,meter,mtr
		km|1000|kilometre,kilometer,kilo,klick,kms,k
		cm|0.01|centimetre,centimeter,cms
		mm|0.001|millimetre,millimeter
		um|0.000001|µm,μm,micrometre,micrometer,micron
		nm|1e-9|nanometre,nanometer
		dm|0.1|decimetre,decimeter
		in|0.0254|inch,inches,"
		ft|0.3048|foot,feet,'
		yd|0.9144|yard,yds
		mi|1609.344|mile
		nmi|1852|nautical mile,sea mile
		ly|9460730472580800|light year,lightyear,light-year
		au|149597870700|astronomical unit
		pc|30856775814913673|parsec
		furlong|201.168|furlong
		fathom|1.8288|fathom
		angstrom|1e-10|å,ångström
		hand|0.1016|hand
		pt|127/360000|point`,
	mass: `kg|1|kilogram,kilogramme,kilo,kilos,kgs
		g|0.001|gram,gramme,gm,gms
		mg|0.000001|milligram
		ug|1e-9|µg,μg,mcg,microgram
		t|1000|tonne,metric ton,metric tonne
		lb|0.45359237|pound,lbs,pound mass,#
		oz|0.028349523125|ounce
		st|6.35029318|stone
		ton|907.18474|short ton,us ton
		long ton|1016.0469088|imperial ton,uk ton
		ct|0.0002|carat
		gr|0.00006479891|grain
		slug|14.5939029372|slug
		ozt|0.0311034768|troy ounce`,
	time: `s|1|second,sec,secs
		ms|0.001|millisecond,millis,msec
		us|0.000001|µs,μs,microsecond
		ns|1e-9|nanosecond
		min|60|minute,mins
		h|3600|hour,hr,hrs
		d|86400|day
		week|604800|wk,wks
		fortnight|1209600|fortnight
		month|2629746|months,average month
		year|31556952|yr,yrs,years
		decade|315569520|decade
		century|3155695200|centuries
		millennium|31556952000|millennia,millenniums`,
	temperature: `°C|1|celsius,c,degc,centigrade,degree celsius,degrees celsius,degrees c,deg c,degree c,degrees centigrade,℃
		°F|5/9|fahrenheit,f,degf,degree fahrenheit,degrees fahrenheit,degrees f,deg f,degree f,℉,farenheit,fahrenheits
		K|1|kelvin,degk,degrees kelvin,degree kelvin
		°R|5/9|rankine,degrees rankine`,
	data: `B|1|byte
		bit|1/8|bits,b
		kB|1000|kilobyte,kb
		MB|1000000|megabyte,mb,meg,megs
		GB|1000000000|gigabyte,gb,gig,gigs
		TB|1000000000000|terabyte,tb
		PB|1000000000000000|petabyte,pb
		EB|1e18|exabyte,eb
		KiB|1024|kibibyte,kib
		MiB|1048576|mebibyte,mib
		GiB|1073741824|gibibyte,gib
		TiB|1099511627776|tebibyte,tib
		PiB|1125899906842624|pebibyte,pib
		kbit|125|kilobit
		Mbit|125000|megabit
		Gbit|125000000|gigabit
		Tbit|125000000000|terabit
		nibble|1/2|nibble`,
	"data rate": `bit/s|1|bps,bits per second,bit per second
		kbit/s|1000|kbps,kilobits per second,kb/s
		Mbit/s|1000000|mbps,megabits per second,mbit per second
		Gbit/s|1000000000|gbps,gigabits per second,gbit per second
		B/s|8|bytes per second
		kB/s|8000|kilobytes per second
		MB/s|8000000|mb/s,megabytes per second
		GB/s|8000000000|gb/s,gigabytes per second`,
	speed: `m/s|1|mps,metres per second,meters per second,metre per second,meter per second
		km/h|5/18|kmh,kph,kmph,km/hr,kilometres per hour,kilometers per hour,kilometre per hour,kilometer per hour,km per hour,kilometers an hour
		mph|0.44704|mi/h,miles per hour,mile per hour,miles an hour,miles/hour
		kn|463/900|knot,kt,kts
		ft/s|0.3048|fps,feet per second,foot per second
		km/s|1000|kilometres per second,kilometers per second
		mach|340.29|mach
		c0|299792458|speed of light,light speed`,
	volume: `L|0.001|l,litre,liter,ltr
		mL|0.000001|ml,millilitre,milliliter,cc
		cL|0.00001|cl,centilitre,centiliter
		dL|0.0001|dl,decilitre,deciliter
		hL|0.1|hl,hectolitre,hectoliter
		m3|1|m^3,m³,cubic metre,cubic meter
		cm3|0.000001|cm^3,cm³,cubic centimetre,cubic centimeter
		ft3|0.028316846592|ft^3,ft³,cubic foot,cubic feet,cu ft
		in3|0.000016387064|in^3,in³,cubic inch,cubic inches,cu in
		yd3|0.764554857984|yd^3,cubic yard
		gal|0.003785411784|gallon,us gallon,us gal
		imperial gallon|0.00454609|uk gallon,imp gal,british gallon
		qt|0.000946352946|quart
		pint|0.000473176473|pt,us pint
		imperial pint|0.00056826125|uk pint,british pint
		cup|0.0002365882365|cup,cups
		fl oz|0.0000295735295625|fluid ounce,fl. oz,floz,us fluid ounce
		tbsp|0.00001478676478125|tablespoon,tbs
		tsp|0.00000492892159375|teaspoon
		barrel|0.158987294928|bbl,oil barrel`,
	area: `m2|1|m^2,m²,sqm,square metre,square meter,sq m
		km2|1000000|km^2,km²,sqkm,square kilometre,square kilometer,sq km
		cm2|0.0001|cm^2,cm²,square centimetre,square centimeter,sq cm
		mm2|0.000001|mm^2,mm²,square millimetre,square millimeter
		ha|10000|hectare
		acre|4046.8564224|acre,ac
		ft2|0.09290304|ft^2,ft²,sqft,square foot,square feet,sq ft
		in2|0.00064516|in^2,in²,square inch,square inches,sq in
		yd2|0.83612736|yd^2,yd²,square yard,sq yd
		mi2|2589988.110336|mi^2,mi²,square mile,sq mi`,
	energy: `J|1|joule
		kJ|1000|kilojoule
		MJ|1000000|megajoule
		cal|4.184|calorie,small calorie
		kcal|4184|kilocalorie,food calorie
		Wh|3600|watt hour,watt-hour
		kWh|3600000|kilowatt hour,kilowatt-hour
		MWh|3600000000|megawatt hour
		eV|1.602176634e-19|electronvolt,electron volt
		keV|1.602176634e-16|kiloelectronvolt,kilo electron volt
		MeV|1.602176634e-13|megaelectronvolt,mega electron volt
		GeV|1.602176634e-10|gigaelectronvolt,giga electron volt
		TeV|1.602176634e-7|teraelectronvolt,tera electron volt
		BTU|1055.05585262|british thermal unit
		ft lb|1.3558179483314004|foot pound,foot-pound
		erg|1e-7|erg`,
	power: `W|1|watt
		kW|1000|kilowatt
		MW|1000000|megawatt
		GW|1000000000|gigawatt
		hp|745.69987158227022|horsepower,horse power
		PS|735.49875|metric horsepower`,
	pressure: `Pa|1|pascal
		hPa|100|hectopascal
		kPa|1000|kilopascal
		MPa|1000000|megapascal
		bar|100000|bar
		mbar|100|millibar
		psi|6894.757293168361|pound per square inch,pounds per square inch
		atm|101325|atmosphere
		mmHg|133.322387415|millimetre of mercury,millimeters of mercury
		torr|20265/152|torr
		inHg|3386.389|inch of mercury,inches of mercury`,
	force: `N|1|newton
		kN|1000|kilonewton
		lbf|4.4482216152605|pound force,pound-force
		kgf|9.80665|kilogram force,kilogram-force
		dyn|0.00001|dyne`,
	angle: `deg|1|degree,°,degrees
		rad|57.29577951308232|radian
		grad|0.9|gradian,gon
		arcmin|1/60|arcminute,minute of arc
		arcsec|1/3600|arcsecond,second of arc
		turn|360|revolution,rev,full turn`,
	frequency: `Hz|1|hertz
		kHz|1000|kilohertz
		MHz|1000000|megahertz
		GHz|1000000000|gigahertz
		rpm|1/60|revolutions per minute,revolution per minute`,
	"fuel economy": `km/L|1|km/l,kilometres per litre,kilometers per liter,kmpl,km per litre,km per liter
		mpg|0.42514370743027200|miles per gallon,mile per gallon
		L/100km|0|l/100km,l/100 km,litres per 100 km,liters per 100 km,litres per 100 kilometres,liters per 100 kilometers`,
};

/** Temperatures: kelvin = (value + offset) * factor. */
export const temperatureOffsets: Readonly<Record<string, string>> = {
	"°C": "273.15",
	"°F": "459.67",
	K: "0",
	"°R": "0",
};
