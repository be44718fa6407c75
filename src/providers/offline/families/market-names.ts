// What people call shares, indices, currencies and coins, as Yahoo Finance writes their symbols.
// Source of the symbols: https://finance.yahoo.com/lookup

const named: Readonly<Record<string, string>> = {
	apple: "AAPL",
	microsoft: "MSFT",
	google: "GOOGL",
	alphabet: "GOOGL",
	amazon: "AMZN",
	nvidia: "NVDA",
	tesla: "TSLA",
	meta: "META",
	facebook: "META",
	netflix: "NFLX",
	intel: "INTC",
	amd: "AMD",
	ibm: "IBM",
	oracle: "ORCL",
	disney: "DIS",
	"coca-cola": "KO",
	"coca cola": "KO",
	sap: "SAP.DE",
	siemens: "SIE.DE",
	volkswagen: "VOW3.DE",
	bmw: "BMW.DE",
	bitcoin: "BTC-USD",
	btc: "BTC-USD",
	ethereum: "ETH-USD",
	eth: "ETH-USD",
	gold: "GC=F",
	silver: "SI=F",
	oil: "CL=F",
	"s&p 500": "^GSPC",
	"s&p": "^GSPC",
	sp500: "^GSPC",
	nasdaq: "^IXIC",
	"dow jones": "^DJI",
	dow: "^DJI",
	dax: "^GDAXI",
	ftse: "^FTSE",
	"ftse 100": "^FTSE",
	nikkei: "^N225",
};

const currencies: Readonly<Record<string, string>> = {
	euro: "EUR",
	euros: "EUR",
	dollar: "USD",
	dollars: "USD",
	pound: "GBP",
	pounds: "GBP",
	yen: "JPY",
	franc: "CHF",
	francs: "CHF",
	rupee: "INR",
	rupees: "INR",
	yuan: "CNY",
};

const currencyOf = (word: string): string | undefined =>
	/^(?:usd|eur|gbp|jpy|chf|inr|cny|cad|aud|nzd|sek|nok|dkk|pln|czk|huf|try|brl|mxn|zar|krw|sgd|hkd)$/i.test(word)
		? word.toUpperCase()
		: currencies[word.toLowerCase()];

/** `apple`, `AAPL`, `SAP.DE`, `euro to dollar`: a symbol; undefined for what is none. */
export function symbolOf(name: string): string | undefined {
	const plain = name.trim().replace(/(?: inc\.?| corp\.?| ag| stocks?| shares?)$/i, "");
	const known = named[plain.toLowerCase()];
	if (known !== undefined) return known;
	const pair = /^(?:one |1 )?([a-z]+)(?: ?(?:to|in|\/|against|vs\.?|versus) ?)(?:the )?([a-z]+)$/i.exec(plain);
	const [from, to] = [currencyOf(pair?.[1] ?? ""), currencyOf(pair?.[2] ?? "")];
	if (from !== undefined && to !== undefined) return `${from}${to}=X`;
	return /^\^?[A-Z][A-Z0-9]{0,5}(?:[.=-][A-Z]{1,3})?$/.test(plain) ? plain : undefined;
}
