// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SeasonVault} from "../../solidity/SeasonVault.sol";

/// @dev A token with the usual answers, for what the USDT-like one cannot do.
contract PlainToken {
    mapping(address account => uint256) public balanceOf;

    function mint(address to, uint256 value) external {
        balanceOf[to] += value;
    }

    function transfer(address to, uint256 value) public virtual returns (bool) {
        balanceOf[msg.sender] -= value;
        balanceOf[to] += value;
        return true;
    }

    function transferFrom(address from, address to, uint256 value) public virtual returns (bool) {
        balanceOf[from] -= value;
        balanceOf[to] += value;
        return true;
    }
}

/// @dev Says false instead of failing.
contract FalseToken is PlainToken {
    bool public refusing;

    function setRefusing(bool refusing_) external {
        refusing = refusing_;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        return refusing ? false : super.transfer(to, value);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        return refusing ? false : super.transferFrom(from, to, value);
    }
}

/// @dev Calls back into the vault during a transfer, once, as a token with hooks would let a recipient do.
contract CallbackToken is PlainToken {
    SeasonVault public vault;
    bytes public payload;
    bool public callSucceeded;

    function arm(SeasonVault vault_, bytes calldata payload_) external {
        vault = vault_;
        payload = payload_;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        _callBack();
        return super.transfer(to, value);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        _callBack();
        return super.transferFrom(from, to, value);
    }

    function _callBack() private {
        if (payload.length == 0) return;
        bytes memory data = payload;
        delete payload;
        (callSucceeded,) = address(vault).call(data);
    }
}
